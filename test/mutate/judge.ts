// Whether a mutant is found: something is said at its place that was not said before, and loudly enough to stop or warn.
import { examplePlatform } from '../../src/check/example-platform.ts';
import { exampleOf } from '../../src/check/example.ts';
import type { TerraformTables } from '../../src/check/terraform-schema.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import type { Diagnostic, Edit } from '../../src/model/diagnostic.ts';
import { equal, patched, type JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import { recall } from '../../src/model/recall.ts';
import { compile } from '../../src/pipeline.ts';
import { exampleInput, type CoverageTables } from '../../src/probe/coverage.ts';
import { editModel, prober, type Outcome, type Prober } from '../../src/probe/probe.ts';
import { nameOf, type Mutant, type Place } from './mutant.ts';

export interface Survivor { readonly name: string; readonly because: string }
export type Judge = (mutant: Mutant) => Survivor | undefined;

interface Base { readonly subject: string; readonly outcome: (edit?: Edit) => Outcome; readonly probe: Prober; /** All that the compiler says, what only a whole portfolio and a whole stack tell included. */ readonly compiled: (edit?: Edit) => readonly Diagnostic[] }
const identity = (d: Diagnostic): string => JSON.stringify([d.code, 'node' in d.at ? [d.at.node, d.at.property] : d.at, d.what, d.severity, d.waived !== undefined]);
const isLoud = (d: Diagnostic): boolean => d.severity !== 'info' && d.waived === undefined;
/** At the place, or within it: what is said of a part of a changed value is said of it. Of a construct as a whole only what names no property of it. */
const isAt = ({ at }: Diagnostic, { node, property }: Place): boolean => 'node' in at && at.node === node && equal((at.property ?? []).slice(0, property.length || undefined), property);
const shown = (d: Diagnostic): string => `${d.code} at ${'node' in d.at ? [d.at.node, ...(d.at.property ?? [])].join('.') : JSON.stringify(d.at)}: ${d.what}`;

export interface JudgeTables extends CoverageTables { readonly terraformTables: TerraformTables }
/** Judges mutants, each by what the compiler says of its example before and after; examples are compiled once. */
export function judgeOf(tables: JudgeTables): Judge {
  const bases = new Map<string, Base>();
  const remembered = recall();
  const baseOf = ({ kind, around, fitted }: Mutant): Base => {
    const key = JSON.stringify([kind, around, fitted !== undefined], (_, v: unknown) => v === undefined ? null : v);
    const known = bases.get(key);
    if (known) return known;
    const { model: example, subject } = exampleOf(kind, tables.concepts.info, around, around === undefined);
    const platform = patched(examplePlatform as unknown as JsonObject, around?.platform ?? {}) as unknown as Platform;
    const input = { ...exampleInput(example, tables), platform, ...(around?.asOf === undefined ? {} : { asOf: around.asOf }) };
    const env = environmentsOf(platform).find((e) => e.name === (around?.environment ?? 'production'))!;
    const whole = prober(input, remembered).outcome(example.project, env);
    if (!whole.facts) throw new Error(`the example of ${kind} does not compile: ${whole.invalid.map((d) => d.what).join('; ')}`);
    const model = fitted ? editModel(example, fitted(whole.facts), env.name) : example;
    const probe = prober({ ...input, models: [model] }, remembered);
    const base: Base = {
      subject, probe, outcome: (edit) => probe.outcome(model.project, env, edit),
      compiled: (edit) => compile({ ...input, models: [edit ? editModel(model, edit, env.name) : model], environments: [env.name], terraformTables: tables.terraformTables, recall: remembered }).diagnostics,
    };
    bases.set(key, base);
    return base;
  };
  const saidBefore = new WeakMap<Base, { readonly by: 'probe' | 'compiler'; readonly said: ReadonlySet<string> }[]>();
  const before = (base: Base, by: 'probe' | 'compiler'): ReadonlySet<string> => {
    const known = saidBefore.get(base) ?? [];
    const said = known.find((k) => k.by === by)?.said ?? new Set((by === 'probe' ? base.probe.findings(base.outcome()) : base.compiled()).map(identity));
    saidBefore.set(base, [...known.filter((k) => k.by !== by), { by, said }]);
    return said;
  };
  return (mutant) => {
    const base = baseOf(mutant);
    const edit: Edit = { node: base.subject, ...mutant.edit };
    const place = { node: mutant.said?.node ?? (mutant.said ? base.subject : edit.node), property: mutant.said?.property ?? edit.property };
    const found = (said: readonly Diagnostic[]): boolean => said.some((d) => isAt(d, place) && (mutant.by === undefined || d.code === mutant.by) && (mutant.names === undefined || d.what.includes(mutant.names)));
    const after = base.outcome(edit);
    // an example that compiles has nothing to compare with a refusal
    const fresh = base.probe.findings(after).filter((d) => isLoud(d) && (!after.context || !before(base, 'probe').has(identity(d))));
    if (found(fresh)) return undefined;
    const compiled = after.context ? base.compiled(edit).filter((d) => isLoud(d) && !before(base, 'compiler').has(identity(d))) : [];
    if (found(compiled)) return undefined;
    const said = [...fresh, ...compiled];
    return { name: nameOf(mutant), because: said.length === 0 ? 'nothing is said' : `wanted ${mutant.by ?? 'something'} at ${[place.node, ...place.property].join('.')}; said: ${said.slice(0, 4).map(shown).join('; ')}` };
  };
}
