// The values that authors write beside constructs: differences between environments, names of secrets, typed records.
import { fail } from './state.ts';
import { shown } from './construct.ts';

const environments = new WeakMap<object, object>();
export const environmentsOf = (value: object): object | undefined => environments.get(value);

/** Whatever is asked of the marker fails: it stands for a value that is not known before an environment is chosen. */
const unknowable = (name: string) => (): never => fail('LW1116', { what: name });
const traps: ProxyHandler<object> = {
  get: (_, key) => fail('LW1116', { what: key === Symbol.toPrimitive ? 'used in arithmetic or text' : key === Symbol.iterator ? 'spread or iterated' : `asked for ${shown(String(key))}` }),
  has: unknowable('asked for a property'), ownKeys: unknowable('spread or listed'), getPrototypeOf: unknowable('asked for its class'),
  set: unknowable('changed'), defineProperty: unknowable('changed'), deleteProperty: unknowable('changed'), setPrototypeOf: unknowable('changed'),
};

/** A value that differs by environment; `default` holds where an environment is not named. */
export function inEnv(values: object): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values) || environments.has(values) || Object.keys(values).length === 0) {
    return fail('LW1125', { name: 'inEnv', got: shown(values), wants: 'an object from environment to value, such as { default: 1, production: 4 }' });
  }
  const marker = new Proxy(Object.freeze({}), traps);
  environments.set(marker, { ...values });
  return marker;
}

/** The name of a secret in the platform's store. */
export function secret(name: string): { readonly $secret: string } {
  if (typeof name !== 'string') return fail('LW1125', { name: 'secret', got: shown(name), wants: "the secret's name, such as 'warehouse/password'" });
  return { $secret: name };
}

/** Expected load, as a typed record. */
export function traffic<T>(load: T): T { return load; }
