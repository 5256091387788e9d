// What a platform's own targets yield that are written with cdk8s or cdktf: the objects of a chart and the blocks of a stack as artefacts like any other, with owner, policies, labels and `why`.
// Known by their shape, so that any copy and version of these libraries fits, and none is loaded where none is used.
import type { Json, JsonObject } from './model/json.ts';
import { isObject } from './model/json.ts';
import { object, type Metadata, type OwnObject, type TerraformBlock } from './target.ts';

/** A `Chart` of cdk8s. */
export interface ChartLike { toJson(): readonly unknown[] }
/** A `TerraformStack` of cdktf or cdktn. Without an `App`, which makes a folder: `new TerraformStack(new RootConstruct(), 'id')`. */
export interface StackLike { toTerraform(): unknown }

const STRANGE = 'the chart holds something that is no Kubernetes object';
const isMetadata = (value: Json | undefined): value is JsonObject & Metadata => isObject(value) && typeof value['name'] === 'string';
/** Each object of the chart, owned by the target: `yield* chart(new Redis(new App(), 'redis', { replicas: 3 }))`. */
export function* chart(made: ChartLike): Generator<OwnObject> {
  for (const body of made.toJson()) {
    if (!isObject(body)) throw new Error(STRANGE);
    const { apiVersion, kind, metadata, ...rest } = body;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isMetadata(metadata)) throw new Error(STRANGE);
    yield object(apiVersion, kind, metadata, rest);
  }
}

/**
 * Each resource, data source and output of the stack, owned by the target. Backend and provider are the platform's: those of the stack are left out.
 * `${...}` must refer to an attribute of a block; in a stack, text of a project that may hold `${` goes through `verbatim`.
 */
export function* stack(made: StackLike): Generator<TerraformBlock> {
  const whole = made.toTerraform();
  if (!isObject(whole)) throw new Error('the stack is no object');
  const { terraform: _backend, provider: _provider, '//': _notes, resource, data, output, ...others } = whole;
  const [strange] = Object.entries(others).filter(([, section]) => isObject(section) && Object.keys(section).length > 0);
  if (strange) throw new Error(`the stack has ${strange[0]}; resource, data and output can be taken over`);
  for (const [block, section] of [['resource', resource], ['data', data]] as const) {
    for (const [type, named] of entries(section)) for (const [name, body] of entries(named)) yield { form: 'terraform', block, type, name, body: bodyOf(body) };
  }
  for (const [name, body] of entries(output)) yield { form: 'terraform', block: 'output', type: 'output', name, body: bodyOf(body) };
}

/** Text that a stack shall hold as it is. https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1 */
export const verbatim = (value: string): string => value.replace(/([$%])(?=\{)/g, '$1$1');

const entries = (value: Json | undefined): readonly (readonly [string, Json])[] => isObject(value) ? Object.entries(value) as readonly (readonly [string, Json])[] : [];
const bodyOf = (body: Json): JsonObject => {
  if (!isObject(body)) throw new Error('a block of the stack is no object');
  const { '//': _note, ...own } = body;
  return meant(own) as JsonObject;
};

/** `${...}` as the expression that it is, `$${` as the text `${`. */
function meant(value: Json | undefined): Json {
  if (typeof value === 'string') return parts(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(meant);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).filter(([, child]) => child !== undefined).map(([key, child]) => [key, meant(child)]));
}
function parts(value: string): Json {
  const found = value.split(/((?<![$])\$\{[^{}]*\})/).filter((part) => part !== '').map((part): Json => /^\$\{[^{}]*\}$/.test(part) ? { $tf: part.slice(2, -1) } : part.replace(/([$%])\1(?=\{)/g, '$1'));
  if (found.every((part) => typeof part === 'string')) return found.join('');
  return found.length === 1 ? found[0]! : { $join: found };
}
