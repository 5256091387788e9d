// Coverage: which properties of which concepts change nothing that anybody acts on, and which kinds no policy looks at.
import { examplePlatform } from '../check/example-platform.ts';
import { exampleOf } from '../check/example.ts';
import type { Fact, PortfolioFact } from '../fact.ts';
import type { ConceptInfo, Concepts } from '../model/concepts.ts';
import { environmentsOf, platformSet } from '../model/environments.ts';
import { equal, type JsonObject, type Path } from '../model/json.ts';
import type { Model } from '../model/node.ts';
import type { Input } from '../pipeline.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { leaves, otherValues, schemaAt } from './perturb.ts';
import { prober, type Outcome, type Prober } from './probe.ts';

export interface CoverageTables {
  readonly concepts: Concepts;
  readonly targets: Readonly<Record<string, AnyTarget>>;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly portfolioFacts: Readonly<Record<string, PortfolioFact<unknown>>>;
}
export interface Coverage {
  /** `Kind.property` that changes no artefact but documents, no fact and no finding, though its concept does not say so. */
  readonly nothing: readonly string[];
  /** `Kind.property` for which no other valid value could be made: nothing is known of it. */
  readonly untried: readonly string[];
  /** Kinds that no policy is on. */
  readonly noPolicy: readonly string[];
  /** Properties tried. */
  readonly tried: number;
}

export const exampleInput = (model: Model, tables: CoverageTables): Input => ({ models: [model], platform: examplePlatform, ...tables, governance: {}, asOf: '2026-11-23' });

export function coverage(tables: CoverageTables): Coverage {
  const nothing: string[] = [];
  const untried: string[] = [];
  let tried = 0;
  for (const info of Object.values(tables.concepts.info)) {
    for (const { name, verdict } of ofConcept(info, tables)) {
      tried++;
      if (verdict === 'nothing') nothing.push(name);
      if (verdict === 'untried') untried.push(name);
    }
  }
  const judged = new Set(Object.values(tables.policies).flatMap((p) => 'on' in p ? [p.on as string] : []));
  return { nothing, untried, tried, noPolicy: Object.keys(tables.concepts.info).filter((kind) => !judged.has(kind)) };
}

function* ofConcept(info: ConceptInfo, tables: CoverageTables): Generator<{ readonly name: string; readonly verdict: 'alive' | 'nothing' | 'untried' }> {
  const { model, subject } = exampleOf(info.kind, tables.concepts.info, {}, true);
  const input = exampleInput(model, tables);
  const probe = prober(input);
  const env = environmentsOf(examplePlatform).at(-1)!;
  const before = probe.outcome(model.project, env);
  if (!before.context) throw new Error(`the example of ${info.kind} does not compile: ${before.invalid.map((d) => d.what).join('; ')}`);
  const base = observe(probe, before, model.project);
  const props = model.nodes.find((n) => n.path === subject)!.props;
  const done = new Set<string>();
  for (const { path, value } of leaves(props)) {
    const name = `${info.kind}.${path.filter((s) => typeof s === 'string').join('.')}`;
    // one field of a record, one entry of a list stands for all of them
    const shape = path.map((s) => typeof s === 'number' ? '*' : s).join('/');
    if (done.has(shape) || documented(info, path)) continue;
    done.add(shape);
    yield { name, verdict: judge(probe, model, subject, path, value, props, info, base) };
  }
}

const documented = (info: ConceptInfo, path: Path): boolean => Object.keys(info.documentsOnly ?? {}).some((p) => path.join('/') === p || path.join('/').startsWith(`${p}/`));

interface Observed { readonly merged: () => unknown; readonly facts: () => unknown; readonly findings: () => unknown; readonly span: () => unknown }
function observe(probe: Prober, outcome: Outcome, project: string, edit?: Parameters<Prober['outcome']>[2]): Observed {
  const once = <T>(make: () => T): (() => T) => { let value: { readonly of: T } | undefined; return () => (value ??= { of: make() }).of; };
  const { context } = outcome;
  return {
    merged: once(() => { const { objects, terraform, files } = probe.merged(outcome); return [objects.map((o) => [o.place, o.file, o.body]), terraform.map((b) => [b.place, b.block, b.type, b.name, b.body]), files.filter((f) => !isDocument(f.owner)).map((f) => [f.path, f.content])]; }),
    facts: once(() => ({ ...outcome.facts })),
    findings: once(() => probe.findings(outcome).map((d) => [d.code, d.at, d.what, d.waived])),
    span: once(() => context && probe.span(project, [context.env], edit)?.files.filter((f) => !isDocument(f.owner)).map((f) => [f.path, f.content])),
  };
}
const isDocument = (target: string): boolean => target.startsWith('documents/') || target.startsWith('portfolio/');

function judge(probe: Prober, model: Model, subject: string, path: Path, value: unknown, props: JsonObject, info: ConceptInfo, base: Observed): 'alive' | 'nothing' | 'untried' {
  const refs = (kinds: readonly string[]): readonly string[] => model.nodes.filter((n) => n.path !== subject && (kinds.length === 0 || kinds.includes(n.kind))).map((n) => n.path);
  const env = environmentsOf(examplePlatform).at(-1)!;
  let valid = 0;
  for (const to of otherValues(value, schemaAt(info.schema, props, path), refs, (set) => platformSet(examplePlatform, set))) {
    const edit = { node: subject, property: path, to };
    const outcome = probe.outcome(model.project, env, edit);
    if (!outcome.context) continue;
    valid++;
    const after = observe(probe, outcome, model.project, edit);
    if (!equal(after.merged(), base.merged()) || !equal(after.facts(), base.facts()) || !equal(after.findings(), base.findings()) || !equal(after.span(), base.span())) return 'alive';
    if (valid >= 6) break;
  }
  return valid === 0 ? 'untried' : 'nothing';
}
