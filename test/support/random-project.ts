// Random projects that the compiler accepts: constructs of all concepts with random values, what an error names put back to its example, the same ones for the same seed.
import { policies } from '../../src/generated/registry.ts';
import type { ConceptInfo, Concepts, JsonSchema } from '../../src/model/concepts.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { platformSet } from '../../src/model/environments.ts';
import { isObject, withAt, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Declared, Model } from '../../src/model/node.ts';
import type { Platform } from '../../src/model/platform.ts';
import { refsIn } from '../../src/model/query.ts';
import { kindsOf } from '../../src/policy.ts';
import { judging, roomyPlatform } from './accepted.ts';
import { random } from './random.ts';
import { isNeeded, pick, propertiesIn, resolved, valueFor, type Around } from './random-value.ts';

/** Names that mean something to somebody, at both ends of the lengths that a name may have. */
const NAMES = ['a', 'default', 'null', 'true', 'no', 'y', 'constructor', 'kube-system', 'x'.repeat(63), `a${'-'.repeat(61)}b`, 'a0', 'with-a-dash', 'e3', 'localhost', 'prometheus', 'main', 'x1-2-3', 'global', 'to-string', `long-${'name-'.repeat(11)}z`];
/** As many constructs as a project is to have; what is needed is made beyond. */
const ENOUGH = 6;
/** What is described by somebody else stays as the example has it. */
const RAW: Readonly<Record<string, readonly string[]>> = { RawManifest: ['manifest'], RawTerraform: ['resource', 'attributes'], Override: ['object', 'set'] };
const ROUNDS = 12;

/** One environment: what differs between several is in the other portfolios. */
export const randomPlatform = (projects = 1): Platform => roomyPlatform(['production'], projects * 10_000);

export interface RandomProjects { readonly models: readonly Model[]; /** Candidates, those that were refused as they were first made, and those that were given up. */ readonly tried: number; readonly refused: number; readonly givenUp: number; /** Optional properties: given in one project and left out in another, or not. */ readonly optional: ReadonlyMap<string, { given: number; absent: number }>; /** Which codes refused, how often. */ readonly because: ReadonlyMap<string, number>; readonly kinds: readonly string[] }

export async function randomProjects(wanted: number, seed: number): Promise<RandomProjects> {
  const { concepts, platform, errorsOf } = await judging(randomPlatform()), models: Model[] = [], because = new Map<string, number>();
  let tried = 0, refused = 0;
  for (; models.length < wanted && tried < wanted * 4; tried++) {
    const draft = new Draft(concepts.info, platform, seed + tried, tried);
    for (let round = 0; round < ROUNDS; round++) {
      const model = draft.model(), errors = errorsOf(model);
      if (errors.length === 0) { models.push(model); break; }
      if (round === 0) { refused++; for (const code of new Set(errors.map((e) => e.code))) because.set(code, (because.get(code) ?? 0) + 1); }
      if (!draft.putBack(errors)) break;
    }
  }
  return { models, tried, refused, givenUp: tried - models.length, optional: optionalIn(models, concepts), because, kinds: Object.keys(concepts.info) };
}

interface Made { readonly kind: string; readonly id: string; props: JsonObject; formerly?: string }
/** A project while it is made. */
class Draft {
  readonly #info: Readonly<Record<string, ConceptInfo>>;
  readonly #around: Around;
  readonly #nodes: Made[] = [];
  /** References lead to constructs before this one, so that they never run in a circle. */
  #before: number | undefined;
  readonly #back = new Set<string>();
  readonly #taken = new Set<string>();
  readonly #name: string;
  constructor(info: Readonly<Record<string, ConceptInfo>>, platform: Platform, seed: number, index: number) {
    this.#info = info;
    const next = random(seed), kinds = Object.keys(info), root = kinds.find((k) => info[k]!.root)!;
    this.#name = index < NAMES.length ? NAMES[index]! : `p${index}`;
    this.#around = { next, ref: (of, needed) => this.#ref(of, needed), names: (set) => platformSet(platform, set), fields: Object.keys(info['DataContract']!.example['fields'] as JsonObject) };
    this.#nodes.push({ kind: root, id: this.#name, props: {} });
    const first = kinds[index % kinds.length]!;
    for (const kind of [first, ...Array.from({ length: Math.floor(next() * 3) }, () => pick(kinds, next))]) if (kind !== root && (kind === first || this.#nodes.length < ENOUGH)) this.#make(kind);
    this.#nodes[0]!.props = this.#props(root, info[root]!.example);
    for (const node of this.#nodes.slice(1)) {
      if (next() < 0.1) node.formerly = `${node.id.slice(0, 55)}-before`;
    }
  }

  model(): Model {
    return { schema: 1, project: this.#name, folder: `projects/${this.#name}`, uses: [], nodes: this.#nodes.map(({ kind, id, props, formerly }, i): Declared => ({ id, path: i === 0 ? id : this.#path(id), kind, props, ...(formerly === undefined ? {} : { formerly }) })) };
  }
  /** What the errors name becomes as a remedy, the policy's passing example or the concept's has it; the second time, all of its construct. False: they name nothing, or it is so already. */
  putBack(errors: readonly Diagnostic[]): boolean {
    let changed = false;
    const seen = new Set<string>();
    for (const { at, code, remedies } of errors) {
      // one at a time: the others may be gone with it
      if ('node' in at && seen.has(at.node)) continue;
      if ('node' in at) seen.add(at.node);
      const node = 'node' in at ? this.#nodes.find((n) => this.#pathOf(n) === at.node) : undefined, key = 'property' in at ? String(at.property?.[0] ?? '') : '';
      if (!node) continue;
      const edits = remedies?.flatMap((r) => r.edit ?? []) ?? [], remedy = pick(edits, this.#around.next), better = remedy && this.#nodes.find((n) => this.#pathOf(n) === remedy.node);
      if (better && this.#around.next() < 0.7) { better.props = withAt(better.props, remedy.property, remedy.to); changed = true; continue; }
      // an entry that does not fit may be left out
      if ('property' in at && (at.property?.length ?? 0) > 1 && this.#around.next() < 0.65) { node.props = withAt(node.props, at.property!.slice(0, 2), undefined); changed = true; continue; }
      const whole = key === '' || this.#back.has(`${node.id} ${key}`), mark = whole ? node.id : `${node.id} ${key}`;
      if (this.#back.has(mark)) continue;
      this.#back.add(mark);
      changed = true;
      const policy = policies[code], passing = policy && 'on' in policy && kindsOf(policy).includes(node.kind as never) && !JSON.stringify(policy.passes).includes('also') ? (policy.passes as { readonly props?: JsonObject }).props : undefined;
      const example = { ...this.#info[node.kind]!.example, ...passing };
      const kept = Object.fromEntries(Object.entries(example).filter(([k]) => !this.#hasDefault(node.kind, k) || this.#around.next() < 0.6)) as JsonObject;
      this.#become(node, whole ? kept : { ...node.props, [key]: example[key] });
      if (!whole) continue;
      delete node.formerly;
      // whom it refers to has to fit it
      for (const ref of refsIn(node.props)) { const of = this.#nodes.find((n) => this.#pathOf(n) === ref.$ref); if (of && of !== this.#nodes[0] && !this.#back.has(of.id)) { this.#back.add(of.id); this.#become(of, this.#info[of.kind]!.example); } }
    }
    return changed;
  }
  #become(node: Made, props: JsonObject): void {
    this.#before = this.#nodes.indexOf(node);
    node.props = this.#filled(props as Json) as JsonObject;
    this.#before = undefined;
  }

  #hasDefault(kind: string, key: string): boolean { return propertiesIn(this.#info[kind]!.schema).some(([k, s]) => k === key && s['default'] !== undefined); }
  #pathOf(node: Made): string { return node === this.#nodes[0] ? node.id : this.#path(node.id); }
  #path(id: string): string { return `${this.#name}/${id}`; }
  #make(kind: string): Json {
    const { next } = this.#around, own = pick(NAMES, next), id = next() < 0.4 && !this.#taken.has(own) ? own : `${kind.toLowerCase()}${this.#taken.size}`;
    this.#taken.add(id);
    const props = this.#props(kind, kind === 'Override' ? this.#filled(this.#info[kind]!.example as Json) as JsonObject : this.#info[kind]!.example);
    if (this.#before === undefined) this.#nodes.push({ kind, id, props }); else this.#nodes.splice(this.#before++, 0, { kind, id, props });
    return { $ref: this.#path(id), kind };
  }
  #props(kind: string, example: JsonObject): JsonObject {
    const { schema } = this.#info[kind]!, { next } = this.#around;
    const props = { ...valueFor(schema, schema, example as Json, this.#around) as JsonObject, ...Object.fromEntries((RAW[kind] ?? []).map((key) => [key, example[key]])) } as JsonObject;
    // some of what is a text or a number differs in production
    return Object.fromEntries(Object.entries(props).map(([key, value]) => [key, ['string', 'number'].includes(typeof value) && key in example && next() < 0.08 ? { $env: { default: value as Json, production: example[key] as Json } } : value])) as JsonObject;
  }
  #ref(of: readonly string[], needed: boolean): Json | undefined {
    const { next } = this.#around, refer = (one: Made): Json => ({ $ref: this.#pathOf(one), kind: one.kind });
    const there = this.#nodes.slice(of.length === 0 ? 0 : 1, this.#before).filter((n) => of.length === 0 || of.includes(n.kind));
    // what is put back refers to the same constructs as others that are
    if (there.length > 0 && this.#before !== undefined) return refer(there[0]!);
    if (there.length > 0 && (next() < 0.6 || !needed)) return refer(pick(there, next));
    if (!needed && (this.#nodes.length >= ENOUGH || of.length === 0)) return undefined;
    return of.length === 0 ? refer(this.#nodes[0]!) : this.#make(pick(of, next));
  }
  /** A value of the example with references to what there is. */
  #filled(value: Json | undefined): Json | undefined {
    if (Array.isArray(value)) return (value as readonly Json[]).map((v) => this.#filled(v)).filter((v) => v !== undefined);
    // what the examples' project is called
    if (value === 'example') return this.#name;
    if (!isObject(value)) return value;
    if (typeof value['$ref'] === 'string') return value['$ref'].startsWith('a-') ? this.#ref([value['$ref'].slice(2)], true) : value as Json;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, this.#filled(v)]).filter(([, v]) => v !== undefined)) as JsonObject;
  }
}

/** For each optional property of each concept, in how many places it is given and in how many it is not. */
function optionalIn(models: readonly Model[], { info }: Concepts): RandomProjects['optional'] {
  const found = new Map<string, { given: number; absent: number }>();
  const walk = (given: JsonSchema, root: JsonSchema, value: unknown, path: string, within: readonly JsonSchema[]): void => {
    const schema = resolved(given, root);
    if (within.includes(schema)) return;
    const members = (schema['oneOf'] ?? schema['anyOf'] ?? []) as readonly JsonSchema[];
    for (const member of members) { const own = resolved(member, root); if (value === undefined || propertiesIn(own).every(([k, s]) => s['const'] === undefined || (isObject(value) && value[k] === s['const']))) walk(member, root, value, `${path}${members.length > 1 ? `(${String(propertiesIn(own).find(([, s]) => s['const'] !== undefined)?.[1]['const'] ?? '')})` : ''}`, [...within, schema]); }
    for (const [key, child] of propertiesIn(schema)) {
      const inside = isObject(value) ? value[key] : undefined, name = `${path}.${key}`;
      if (!isNeeded(schema, key)) {
        const seen = found.get(name) ?? { given: 0, absent: 0 };
        found.set(name, seen);
        if (isObject(value)) { if (inside === undefined) seen.absent++; else seen.given++; }
      }
      walk(child, root, inside, name, [...within, schema]);
    }
    for (const [child, values] of [[schema['items'], Array.isArray(value) ? value : []], [schema['additionalProperties'], isObject(value) ? Object.entries(value).filter(([k]) => !propertiesIn(schema).some(([own]) => own === k)).map(([, v]) => v) : []]] as const) {
      if (isObject(child) && Object.keys(child).length > 0) for (const one of values.length > 0 ? values : [undefined]) walk(child as JsonSchema, root, one, `${path}.*`, [...within, schema]);
    }
  };
  for (const { kind, schema } of Object.values(info)) {
    const props = models.flatMap((m) => m.nodes.filter((n) => n.kind === kind).map((n) => n.props));
    for (const one of props.length > 0 ? props : [undefined]) walk(schema, schema, one, kind, []);
  }
  return found;
}
export { waiversFor } from './accepted.ts';
