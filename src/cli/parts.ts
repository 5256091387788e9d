// A portfolio compiled and rendered project by project: what is staged is forgotten, so that memory does not grow with what is written. A large one by two threads; what an earlier run left is taken from there.
import { digestOf, type KeptPortfolio } from '../cache/memory.ts';
import type { Outcome, Recall } from '../cache/recall.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Concepts } from '../model/concepts.ts';
import { sha256 } from '../model/digest.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import { analyse, appliedWaivers, compilePortfolio, compileProjects, exempting, letGo, type Analysis, type Input } from '../pipeline.ts';
import { rowOf, type Row } from '../report/summary.ts';
import { INDEX, type KeptTree, type Tree } from '../write/render.ts';
import { placesOf, portfolioTrees, projectTrees } from '../write/trees.ts';
import { publishedOf } from './session.ts';

/** From here on a second thread is worth its start. */
const MANY = 150;
/** Of seven projects the helper takes four: this thread also writes what both have made. */
const helps = (i: number): boolean => i % 7 < 4;

export interface How {
  readonly many?: number;
  /** What an earlier run left; asked when the first tree is. */
  readonly recall?: (() => Recall) | undefined;
  /** Nothing is to be written: findings are all that is asked for. */
  readonly check?: boolean;
  /** In a process that stays: the input, made of what the one before was made of. */
  readonly standing?: ((input: Input) => Input) | undefined;
}
/** Everything but `trees` is complete when the last tree has been taken. */
export interface InParts {
  trees(): AsyncGenerator<Tree | KeptTree>;
  readonly rows: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: ReadonlySet<string>;
  readonly incomplete: readonly string[];
  readonly made: { readonly trees: number; readonly files: number };
  /** What was compiled in this run. */
  readonly fresh: { readonly recall?: Recall; readonly analysis?: Analysis; readonly outcomes: ReadonlyMap<string, Outcome>; readonly portfolio?: KeptPortfolio };
}
/** With its trees; plain data, so that it can come from another thread. */
export type Made = Outcome & { readonly trees: readonly Tree[] };

const keptTree = (tree: Tree): KeptTree => ({ path: tree.path, digest: tree.digest, index: sha256(tree.files.get(INDEX) ?? ''), files: tree.files.size });

export async function outcomeOf(name: string, analysis: Analysis, input: Input, version: string, check = false): Promise<Made> {
  const { projects: [project], waivers, diagnostics, seen } = compileProjects(analysis, input, [name]);
  if (!project) throw new Error(`${name} was analysed, but not compiled`);
  if (check) return { name, waivers, diagnostics, seen: [...seen], late: false, trees: [] };
  const rendered = await projectTrees(project, input, version);
  const trees = rendered.value.map((t) => t.tree);
  return { name, waivers, diagnostics: [...diagnostics, ...rendered.diagnostics], seen: [...seen], late: rendered.diagnostics.length > 0, row: rowOf(project, rendered.value), trees, kept: trees.map(keptTree) };
}

export function compileInParts(given: Input, root: string, progress: (done: number, all: number) => void, { many = MANY, recall: recollect, check = false, standing = (input) => input }: How = {}): InParts {
  const rows: Row[] = [];
  const diagnostics: Diagnostic[] = [];
  const failed = new Set<string>();
  const incomplete: string[] = [];
  const made = { trees: 0, files: 0 };
  const outcomes = new Map<string, Outcome>();
  const fresh: { recall?: Recall; analysis?: Analysis; readonly outcomes: typeof outcomes; portfolio?: KeptPortfolio } = { outcomes };
  const count = <T extends Tree | KeptTree>(tree: T): T => { made.trees++; made.files += typeof tree.files === 'number' ? tree.files : tree.files.size; return tree; };

  async function* trees(): AsyncGenerator<Tree | KeptTree> {
    const recall = recollect?.();
    if (recall) fresh.recall = recall;
    let stale = recall?.stale() ?? new Set(given.models.map((m) => m.project));
    let input = standing(recall?.inputFor(stale) ?? given);
    const wanted = [...stale].filter((name) => input.projects?.includes(name) ?? true);
    const theirs = new Set(wanted.length >= many && !check ? wanted.filter((_, i) => helps(i)) : []);
    const helper = theirs.size > 0 ? (await import('./helper.ts')).startHelper(input, root, [...theirs], __VERSION__) : undefined;
    let analysis = analyse(input, (name) => !theirs.has(name));
    if (recall?.doubt(analysis)) {
      stale = recall.stale();
      input = standing(recall.inputFor(stale));
      analysis = analyse(input, (name) => !theirs.has(name));
    }
    fresh.analysis = analysis;
    diagnostics.push(...analysis.diagnostics);
    incomplete.push(...analysis.incomplete);

    const take = function* ({ trees, ...rest }: Made): Generator<Tree> {
      progress(outcomes.size, stale.size);
      outcomes.set(rest.name, rest);
      for (const tree of trees) yield count(tree);
    };
    for (const name of analysis.names.filter((n) => stale.has(n) && !theirs.has(n))) {
      yield* take(await outcomeOf(name, analysis, input, __VERSION__, check));
      letGo(analysis, name);
      for (const outcome of helper?.arrived() ?? []) yield* take(outcome);
    }
    if (helper) for await (const outcome of helper.rest()) yield* take(outcome);
    // What the helper could not do is done here, so that a fault has one way to be told.
    for (const name of analysis.names) if (stale.has(name) && !outcomes.has(name)) yield* take(await outcomeOf(name, analysis, input, __VERSION__, check));

    const applied: (readonly AppliedWaiver[])[] = [];
    for (const name of analysis.names) {
      const outcome = outcomes.get(name);
      const kept = outcome ? undefined : recall?.kept(name);
      const row = outcome?.row ?? kept?.written?.row;
      diagnostics.push(...outcome?.diagnostics ?? kept?.diagnostics ?? []);
      applied.push(outcome?.waivers ?? kept?.applied ?? []);
      if (check) continue;
      for (const tree of kept?.written?.trees ?? []) yield count(tree);
      if (row) rows.push(row);
      if (!row?.written) failed.add(name);
    }
    for (const name of exempting(analysis, input)) applied.push(stale.has(name) ? compileProjects(analysis, input, [name]).waivers : recall?.kept(name)?.applied ?? []);
    yield* ofAll(analysis, input, recall, appliedWaivers(analysis, applied.map((waivers) => ({ waivers }))));
  }

  /** What belongs to no project: made anew where anything has changed of what it is made of. */
  async function* ofAll(analysis: Analysis, input: Input, recall: Recall | undefined, waivers: readonly AppliedWaiver[]): AsyncGenerator<Tree | KeptTree> {
    const key = recall ? digestOf([recall.platform, analysis.projects, analysis.environments.map(({ env, summaries }) => [env.name, [...summaries.values()]]), waivers, analysis.projects.map(({ name }) => placesOf(input).get(name) ?? '')]) : '';
    const kept = analysis.incomplete.length === 0 ? recall?.portfolio(key) : undefined;
    if (kept) {
      fresh.portfolio = kept;
      if (!check) for (const tree of kept.trees ?? []) yield count(tree);
      return;
    }
    const portfolio = compilePortfolio(analysis, input, waivers);
    diagnostics.push(...portfolio.diagnostics);
    if (check) { if (portfolio.diagnostics.length === 0) fresh.portfolio = { key }; return; }
    const rendered = await portfolioTrees(portfolio.value, analysis.incomplete, input);
    diagnostics.push(...rendered.diagnostics);
    for (const { tree } of rendered.value) yield count(tree);
    if (analysis.incomplete.length === 0 && portfolio.diagnostics.length + rendered.diagnostics.length === 0) fresh.portfolio = { key, trees: rendered.value.map(({ tree }) => keptTree(tree)) };
  }
  return { trees, rows, diagnostics, failed, incomplete, made, fresh };
}

/** Keeps for the next run what this one found out. */
export function keepFor({ fresh: { recall, analysis, outcomes, portfolio } }: InParts, found: readonly Diagnostic[], concepts: Concepts, written: boolean): void {
  if (recall && analysis) recall.save({ analysis, outcomes, found, portfolio, written }, (model) => publishedOf(model, concepts));
}

declare const __VERSION__: string;
