// A portfolio compiled and rendered project by project: what is staged is forgotten, so that memory does not grow with what is written. A large one by two threads.
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import { analyse, appliedWaivers, compilePortfolio, compileProjects, type Analysis, type Input } from '../pipeline.ts';
import { rowOf, type Row } from '../report/summary.ts';
import type { Tree } from '../write/render.ts';
import { portfolioTrees, projectTrees } from '../write/trees.ts';

/** From here on a second thread is worth its start. */
const MANY = 150;
/** Of seven projects the helper takes four: this thread also writes what both have made. */
const helps = (i: number): boolean => i % 7 < 4;

/** Everything but `trees` is complete when the last tree has been taken. */
export interface InParts {
  trees(): AsyncGenerator<Tree>;
  readonly rows: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: ReadonlySet<string>;
  readonly incomplete: readonly string[];
  readonly made: { readonly trees: number; readonly files: number };
}
/** What becomes of one project: plain data, so that it can come from another thread. */
export interface Outcome { readonly name: string; readonly trees: readonly Tree[]; readonly row: Row; readonly waivers: readonly AppliedWaiver[]; readonly diagnostics: readonly Diagnostic[] }

export async function outcomeOf(name: string, analysis: Analysis, input: Input, version: string): Promise<Outcome> {
  const { projects: [project], waivers, diagnostics } = compileProjects(analysis, input, [name]);
  if (!project) throw new Error(`${name} was analysed, but not compiled`);
  const rendered = await projectTrees(project, input, version);
  return { name, waivers, diagnostics: [...diagnostics, ...rendered.diagnostics], row: rowOf(project, rendered.value), trees: rendered.value.map((t) => t.tree) };
}

export function compileInParts(input: Input, root: string, progress: (done: number, all: number) => void, many = MANY): InParts {
  const rows: Row[] = [];
  const diagnostics: Diagnostic[] = [];
  const failed = new Set<string>();
  const incomplete: string[] = [];
  const made = { trees: 0, files: 0 };
  const count = (tree: Tree): Tree => { made.trees++; made.files += tree.files.size; return tree; };

  async function* trees(): AsyncGenerator<Tree> {
    const wanted = input.models.map((m) => m.project).filter((name) => input.projects?.includes(name) ?? true);
    const theirs = new Set(wanted.length >= many ? wanted.filter((_, i) => helps(i)) : []);
    const helper = theirs.size > 0 ? (await import('./helper.ts')).startHelper(input, root, [...theirs], __VERSION__) : undefined;
    const analysis = analyse(input, (name) => !theirs.has(name));
    diagnostics.push(...analysis.diagnostics);
    incomplete.push(...analysis.incomplete);

    const done = new Map<string, Omit<Outcome, 'trees'>>();
    const take = function* ({ trees, ...rest }: Outcome): Generator<Tree> {
      progress(done.size, analysis.names.length);
      done.set(rest.name, rest);
      for (const tree of trees) yield count(tree);
    };
    for (const name of analysis.names.filter((n) => !theirs.has(n))) {
      yield* take(await outcomeOf(name, analysis, input, __VERSION__));
      for (const outcome of helper?.arrived() ?? []) yield* take(outcome);
    }
    if (helper) for await (const outcome of helper.rest()) yield* take(outcome);
    // What the helper could not do is done here, so that a fault has one way to be told.
    for (const name of analysis.names) if (!done.has(name)) yield* take(await outcomeOf(name, analysis, input, __VERSION__));

    const outcomes = analysis.names.map((name) => done.get(name)!);
    for (const { name, row, diagnostics: found } of outcomes) {
      rows.push(row);
      diagnostics.push(...found);
      if (!row.written) failed.add(name);
    }
    const portfolio = compilePortfolio(analysis, input, appliedWaivers(analysis, input, outcomes));
    const rendered = await portfolioTrees(portfolio.value, analysis.incomplete, input);
    diagnostics.push(...portfolio.diagnostics, ...rendered.diagnostics);
    for (const { tree } of rendered.value) yield count(tree);
  }
  return { trees, rows, diagnostics, failed, incomplete, made };
}

declare const __VERSION__: string;
