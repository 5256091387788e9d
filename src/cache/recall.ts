// One run against what an earlier one left: which projects have to be compiled, on what, and what is kept of it afterwards.
import type { Diagnostic, Site } from '../model/diagnostic.ts';
import { groupBy } from '../model/group.ts';
import type { Model } from '../model/node.ts';
import type { Analysis, Input } from '../pipeline.ts';
import type { Loaded } from '../load/source.ts';
import { isLocated } from '../report/located.ts';
import type { Seen } from '../check/declarations.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import type { Row } from '../report/summary.ts';
import type { KeptTree } from '../write/render.ts';
import { digestOf, seenOf, type Kept, type KeptPortfolio, type Memory } from './memory.ts';

/** What became of one project. `kept`: its trees, their texts forgotten. `late`: it has findings that only rendering made. */
export interface Outcome {
  readonly name: string; readonly waivers: readonly AppliedWaiver[]; readonly diagnostics: readonly Diagnostic[]; readonly seen: readonly Seen[]; readonly late: boolean;
  readonly row?: Row; readonly kept?: readonly KeptTree[];
}
/** What a run came to. `written`: its trees are on disk. */
export interface Done { readonly analysis: Analysis; readonly outcomes: ReadonlyMap<string, Outcome>; readonly found: readonly Diagnostic[]; readonly portfolio: KeptPortfolio | undefined; readonly written: boolean }

export class Recall {
  /** All projects that could be loaded, in their order. */
  readonly names: readonly string[];
  readonly #memory: Memory;
  readonly #input: Input;
  readonly #models: ReadonlyMap<string, () => Model>;
  readonly #stands: ((tree: KeptTree) => boolean) | undefined;
  readonly #kept = new Map<string, Kept>();

  /** `stands`: is a tree on disk as it was written? Without it, trees are not asked for. */
  constructor(memory: Memory, input: Input, loaded: readonly Loaded[], stands?: (tree: KeptTree) => boolean) {
    this.#memory = memory;
    this.#input = input;
    this.#stands = stands;
    this.names = loaded.map((l) => l.project);
    this.#models = new Map(loaded.map((l) => [l.project, () => l.model]));
    for (const l of loaded) {
      const kept = l.remembered ? memory.kept(l.project, input) : undefined;
      if (kept && (!stands || kept.written?.trees.every(stands))) this.#kept.set(l.project, kept);
    }
  }

  get platform(): string { return this.#memory.platform; }
  kept(name: string): Kept | undefined { return this.#kept.get(name); }
  /** What has to be compiled. */
  stale(): ReadonlySet<string> { return new Set(this.names.filter((name) => !this.#kept.has(name))); }
  inputFor(stale: ReadonlySet<string>): Input { return this.#memory.inputFor(stale, this.#input, this.#models); }
  /** Takes back what was said of projects whose policies have seen another portfolio; true if there are any. */
  doubt(analysis: Analysis): boolean {
    let any = false;
    let now: string | undefined;
    for (const [name, { portfolio }] of this.#kept) {
      if (portfolio === undefined || portfolio === (now ??= seenOf(analysis))) continue;
      this.#kept.delete(name);
      any = true;
    }
    return any;
  }
  portfolio(key: string): KeptPortfolio | undefined {
    const kept = this.#memory.portfolio(key);
    return kept && (!this.#stands || kept.trees?.every(this.#stands)) ? kept : undefined;
  }

  /** Kept is what was found of projects that are in order so far: each finding is about the project itself, so that it stands as long as this does. */
  save({ analysis, outcomes, found: said, portfolio, written }: Done, publishes: (model: Model) => readonly (readonly [string, string])[]): void {
    const found = groupBy(said, (d) => d.project);
    const shown = [...this.#kept].filter(([name, { diagnostics }]) => !diagnostics.every(isLocated) && found.get(name)?.length === diagnostics.length && found.get(name)!.every(isLocated));
    if (outcomes.size === 0 && shown.length === 0 && this.#kept.size === this.names.length && this.#memory.size === this.names.length && this.#memory.portfolio(portfolio?.key ?? '') === portfolio) return;
    const { asOf, governance } = this.#input;
    const spoken = new Set(analysis.diagnostics.map((d) => d.project));
    const seen = seenOf(analysis);
    const all = new Map(this.#kept);
    // what was found before is shown for the first time: its places are not looked for again
    for (const [name, kept] of shown) all.set(name, { ...kept, diagnostics: found.get(name)! });
    for (const [name, outcome] of outcomes) {
      const diagnostics = found.get(name) ?? [];
      if (spoken.has(name) || outcome.late || !diagnostics.every((d) => isOwn(d, name))) continue;
      const tried = diagnostics.some((d) => d.remedies?.some((r) => r.edit));
      all.set(name, {
        folder: `projects/${name}`, ...placed(this.#models.get(name)?.(), name), granted: digestOf(governance[name]), applied: outcome.waivers, diagnostics,
        summaries: Object.fromEntries(analysis.environments.flatMap(({ env, summaries }) => { const summary = summaries.get(name); return summary ? [[env.name, summary]] : []; })),
        waivers: Object.fromEntries(analysis.environments.map(({ env, waivers }) => [env.name, waivers.get(name) ?? []])),
        ...(tried || outcome.seen.includes('asOf') ? { asOf } : {}), ...(tried || outcome.seen.includes('portfolio') ? { portfolio: seen } : {}),
        ...(written && outcome.row && outcome.kept ? { written: { row: outcome.row, trees: outcome.kept } } : {}),
      });
    }
    this.#memory.save(this.#models, publishes, all, portfolio);
  }
}

/** Trees of the whole portfolio say where each project is declared. */
function placed(model: Model | undefined, name: string): { readonly place?: string } {
  const place = model?.nodes.find((n) => n.path === name)?.place;
  return place === undefined ? {} : { place };
}

/** Does a finding, and all that it is related to, lie in the project's own text? */
function isOwn(d: Diagnostic, project: string): boolean {
  const own = (site: Site): boolean => 'node' in site ? site.node === project || site.node.startsWith(`${project}/`) : 'file' in site ? site.property === undefined && site.file.startsWith(`projects/${project}/`) : site.project === project;
  return own(d.at) && (d.related ?? []).every(({ at }) => own(at));
}
