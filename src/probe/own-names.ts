// What an environment is called: its name, its accounts, the project's namespace. Most of what differs between environments differs by these alone.
import { equal, type Json } from '../model/json.ts';
import { names } from '../model/names.ts';
import type { Environment } from '../model/platform.ts';

/** Stands for a name of whichever environment; no manifest holds it. */
const COMMON = '\u0000';
/** A domain that names no environment: that of labels and more. */
const OURS = /leitwerk\.dev/g;
const word = (name: string): RegExp => new RegExp(`(?<![A-Za-z0-9])${name.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g');

export function ownNames(project: string, environments: readonly Environment[]) {
  const neutral = environments.map((env) => {
    const { namespace } = names('', env.name, project, env.namespaceSuffix);
    const own = [[namespace, project], [env.name, COMMON], ...env.accounts.map(({ id }, i) => [id, `${COMMON}${i}`])].map(([name = '', common = '']) => [word(name), common] as const);
    return (value: Json | undefined): string => own.reduce((text, [name, common]) => text.replace(name, common), (JSON.stringify(value) ?? '').replace(OURS, ''));
  });
  const called = new Set(environments.map((e) => e.name));
  return {
    /** Do the values, one an environment, differ by own names and by nothing else? */
    alone: (values: readonly (Json | undefined)[]): boolean => {
      const [first, ...others] = values.map((value, i) => neutral[i]!(value));
      return others.every((text) => text === first) && !values.every((v) => equal(v, values[0]));
    },
    /** Is an environment named on the way to a place? Then the place is that environment's. */
    within: (pointer: string): boolean => pointer.split(/[^A-Za-z0-9]+/).some((word) => called.has(word)),
  };
}
