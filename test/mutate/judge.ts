// Whether a mutant is found: something is said at its place that was not said before, and loudly enough to stop or warn.
import { exampleOf } from '../../src/check/example.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { equal, patched, type JsonObject } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import { recall } from '../../src/model/recall.ts';
import { exampleInput, type CoverageTables } from '../../src/probe/coverage.ts';
import { prober, type Outcome, type Prober } from '../../src/probe/probe.ts';
import { nameOf, type Mutant, type Place } from './mutant.ts';

export interface Survivor { readonly name: string; readonly because: string }
export type Judge = (mutant: Mutant) => Survivor | undefined;

interface Base { readonly subject: string; readonly project: string; readonly probe: Prober; readonly outcome: (edit?: Parameters<Prober['outcome']>[2]) => Outcome; readonly before: () => readonly string[] }
const identity = (d: Diagnostic): string => JSON.stringify([d.code, 'node' in d.at ? [d.at.node, d.at.property] : d.at, d.what, d.severity, d.waived !== undefined]);
const isLoud = (d: Diagnostic): boolean => d.severity !== 'info' && d.waived === undefined;
/** At the place, or within it: what is said of a part of a changed value is said of it. */
const isAt = ({ at }: Diagnostic, { node, property }: Place): boolean => 'node' in at && at.node === node && equal((at.property ?? []).slice(0, property.length), property);
const shown = (d: Diagnostic): string => `${d.code} at ${'node' in d.at ? [d.at.node, ...(d.at.property ?? [])].join('.') : JSON.stringify(d.at)}: ${d.what}`;

/** Judges mutants, each by what the compiler says of its example before and after; examples are compiled once. */
export function judgeOf(tables: CoverageTables): Judge {
  const bases = new Map<string, Base>();
  const remembered = recall();
  const baseOf = ({ kind, around }: Mutant): Base => {
    const key = JSON.stringify([kind, around], (_, v: unknown) => v === undefined ? null : v);
    let base = bases.get(key);
    if (base) return base;
    const { model, subject } = exampleOf(kind, tables.concepts.info, around, around === undefined);
    const { asOf, ...input } = exampleInput(model, tables);
    const platform = around?.platform === undefined ? input.platform : patched(input.platform as unknown as JsonObject, around.platform) as unknown as Platform;
    const env = environmentsOf(platform).find((e) => e.name === (around?.environment ?? 'production'))!;
    const probe = prober({ ...input, platform, asOf: around?.asOf ?? asOf }, remembered);
    const outcome: Base['outcome'] = (edit) => probe.outcome(model.project, env, edit);
    let said: readonly string[] | undefined;
    base = { subject, project: model.project, probe, outcome, before: () => (said ??= probe.findings(outcome()).map(identity)) };
    const whole = outcome();
    if (!whole.context) throw new Error(`the example of ${kind} does not compile: ${whole.invalid.map((d) => d.what).join('; ')}`);
    bases.set(key, base);
    return base;
  };
  return (mutant) => {
    const { subject, probe, outcome, before } = baseOf(mutant);
    const place = { node: mutant.said?.node ?? (mutant.said ? subject : mutant.edit.node ?? subject), property: mutant.said?.property ?? mutant.edit.property };
    const after = outcome({ node: mutant.edit.node ?? subject, property: mutant.edit.property, to: mutant.edit.to });
    const said = probe.findings(after).filter(isLoud);
    // an example that compiles has nothing to compare with a refusal
    const fresh = after.context ? said.filter((d) => !before().includes(identity(d))) : said;
    const there = fresh.filter((d) => isAt(d, place));
    if (there.some((d) => (mutant.by === undefined || d.code === mutant.by) && (mutant.names === undefined || d.what.includes(mutant.names)))) return undefined;
    return { name: nameOf(mutant), because: fresh.length === 0 ? 'nothing is said' : `wanted ${mutant.by ?? 'something'} at ${[place.node, ...place.property].join('.')}; said: ${fresh.slice(0, 4).map(shown).join('; ')}` };
  };
}
