// Coverage: which properties of which concepts change nothing that anybody acts on, which say of themselves that they only explain, and which kinds no policy looks at.
import { examplePlatform } from '../check/example-platform.ts';
import { exampleOf } from '../check/example.ts';
import type { Fact, PortfolioFact } from '../fact.ts';
import type { ConceptInfo, Concepts } from '../model/concepts.ts';
import type { Edit } from '../model/diagnostic.ts';
import { environmentsOf, platformSet } from '../model/environments.ts';
import { equal, type JsonObject, type Path } from '../model/json.ts';
import type { Model } from '../model/node.ts';
import { once } from '../model/once.ts';
import type { Input } from '../pipeline.ts';
import { kindsOf, type AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { editsOf, leaves, schemaAt } from './perturb.ts';
import { prober, type Outcome, type Prober } from './probe.ts';
import { propertiesOf, shapeOf } from './shape.ts';

export interface CoverageTables {
  readonly concepts: Concepts;
  readonly targets: Readonly<Record<string, AnyTarget>>;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly portfolioFacts: Readonly<Record<string, PortfolioFact<unknown>>>;
  /** Concepts to try; left out: all. */
  readonly kinds?: readonly string[];
}
/** The strongest thing that some valid change of a property alters. `untried`: the example does not show it, or no other valid value could be made. */
export type Alters = 'artefact' | 'finding' | 'fact' | 'documents' | 'nothing' | 'untried';
/** A property as its schema has it; `*` stands for list elements and record keys. */
export interface Property { readonly kind: string; readonly path: string; readonly alters: Alters; /** Why the concept says that only documents follow from it. */ readonly documentsOnly?: string }
export interface Coverage {
  readonly properties: readonly Property[];
  /** `Kind.property` that changes no artefact but documents, no fact and no finding, though its concept does not say so; or not even a document, where it does. */
  readonly nothing: readonly string[];
  /** `Kind.property` for which no other valid value could be made: nothing is known of it. */
  readonly untried: readonly string[];
  /** `Kind.property` that is said to alter only documents and alters more. */
  readonly understated: readonly string[];
  /** Kinds that no policy is on. */
  readonly noPolicy: readonly string[];
  /** Properties tried. */
  readonly tried: number;
}

const RANK: readonly Alters[] = ['untried', 'nothing', 'documents', 'fact', 'finding', 'artefact'];
const stronger = (a: Alters, b: Alters): Alters => RANK.indexOf(a) > RANK.indexOf(b) ? a : b;
const nameOf = ({ kind, path }: Property): string => `${kind}.${path.split('/').filter((s) => s !== '*').join('.')}`;

export const exampleInput = (model: Model, { concepts, targets, policies, facts, portfolioFacts }: CoverageTables): Input => ({ concepts, targets, policies, facts, portfolioFacts, models: [model], platform: examplePlatform, governance: {}, asOf: '2026-11-23' });

export function coverage(tables: CoverageTables): Coverage {
  const properties = Object.values(tables.concepts.info).filter((i) => tables.kinds?.includes(i.kind) ?? true).flatMap((info) => ofConcept(info, tables));
  const named = (wanted: (p: Property) => boolean): readonly string[] => properties.filter(wanted).map(nameOf);
  const compilerOnly = (kind: string): boolean => tables.concepts.info[kind]?.compilerOnly !== undefined;
  const judged = new Set(Object.values(tables.policies).flatMap((p) => 'on' in p ? kindsOf(p) as readonly string[] : []));
  return {
    properties,
    nothing: named((p) => p.documentsOnly === undefined ? p.alters === 'nothing' || p.alters === 'documents' : p.alters === 'nothing' && !compilerOnly(p.kind)),
    untried: named((p) => p.alters === 'untried'),
    understated: named((p) => p.documentsOnly !== undefined && p.alters === 'artefact'),
    tried: properties.length, noPolicy: Object.keys(tables.concepts.info).filter((kind) => !judged.has(kind)),
  };
}

function ofConcept(info: ConceptInfo, tables: CoverageTables): readonly Property[] {
  const { model, subject } = exampleOf(info.kind, tables.concepts.info, {}, true);
  const probe = prober(exampleInput(model, tables));
  const env = environmentsOf(examplePlatform).at(-1)!;
  const before = probe.outcome(model.project, env);
  if (!before.context) throw new Error(`the example of ${info.kind} does not compile: ${before.invalid.map((d) => d.what).join('; ')}`);
  const base = observe(probe, before, model.project);
  const props = model.nodes.find((n) => n.path === subject)!.props;
  // what the example does not show cannot be tried
  const verdicts = new Map<string, Alters>(propertiesOf(info.schema).map((shape) => [shape, 'untried']));
  for (const { path } of leaves(props)) {
    const shape = shapeOf(info.schema, path);
    if (!verdicts.has(shape) && schemaAt(info.schema, props, path)?.['const'] !== undefined) continue;
    if (verdicts.get(shape) === 'artefact') continue;
    verdicts.set(shape, stronger(verdicts.get(shape) ?? 'untried', judge(probe, model, subject, path, props, info, base)));
  }
  return [...verdicts].map(([path, alters]) => {
    const said = Object.entries(info.documentsOnly ?? {}).find(([p]) => path === p || path.startsWith(`${p}/`))?.[1];
    return { kind: info.kind, path, alters, ...(said === undefined ? {} : { documentsOnly: said }) };
  });
}

type Observed = Readonly<Record<'artefact' | 'finding' | 'fact' | 'documents', () => unknown>>;
function observe(probe: Prober, outcome: Outcome, project: string, edit?: Edit): Observed {
  const merged = once(() => probe.merged(outcome));
  const span = once(() => outcome.context && probe.span(project, [outcome.context.env], edit));
  const files = (documents: boolean): unknown => [merged(), span()].map((m) => m?.files.filter((f) => isDocument(f.owner) === documents).map((f) => [f.path, f.content]));
  return {
    artefact: once(() => [merged().objects.map((o) => [o.place, o.file, o.body]), merged().terraform.map((b) => [b.place, b.block, b.type, b.name, b.body]), files(false)]),
    finding: once(() => probe.findings(outcome).map((d) => [d.code, d.at, d.what, d.waived])),
    fact: once(() => ({ ...outcome.facts })),
    documents: once(() => files(true)),
  };
}
const isDocument = (target: string): boolean => target.startsWith('documents/') || target.startsWith('portfolio/');

function judge(probe: Prober, model: Model, subject: string, path: Path, props: JsonObject, info: ConceptInfo, base: Observed): Alters {
  const refs = (kinds: readonly string[]): Model['nodes'] => model.nodes.filter((n) => n.path !== subject && (kinds.length === 0 || kinds.includes(n.kind)));
  const env = environmentsOf(examplePlatform).at(-1)!;
  let best: Alters = 'untried';
  let valid = 0;
  for (const change of editsOf(props, info.schema, path, { refs, names: (set) => platformSet(examplePlatform, set) })) {
    const edit = { node: subject, ...change };
    const outcome = probe.outcome(model.project, env, edit);
    if (!outcome.context) continue;
    valid++;
    const after = observe(probe, outcome, model.project, edit);
    const altered = (['artefact', 'finding', 'fact', 'documents'] as const).find((what) => !equal(after[what](), base[what]()));
    best = stronger(best, altered ?? 'nothing');
    if (best === 'artefact' || valid >= 6) break;
  }
  return best;
}
