// A portfolio compiled and rendered project by project: what is staged is forgotten, so that memory does not grow with what is written.
import type { Diagnostic } from '../model/diagnostic.ts';
import { analyse, appliedWaivers, compilePortfolio, compileProjects, type Input, type Part } from '../pipeline.ts';
import { rowOf, type Row } from '../report/summary.ts';
import type { Tree } from '../write/render.ts';
import { portfolioTrees, projectTrees } from '../write/trees.ts';

/** Everything but `trees` is complete when the last tree has been taken. */
export interface InParts {
  trees(): AsyncGenerator<Tree>;
  readonly rows: readonly Row[];
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: ReadonlySet<string>;
  readonly incomplete: readonly string[];
  readonly made: { readonly trees: number; readonly files: number };
}

export function compileInParts(input: Input, progress: (done: number, all: number) => void): InParts {
  const rows: Row[] = [];
  const diagnostics: Diagnostic[] = [];
  const failed = new Set<string>();
  const incomplete: string[] = [];
  const made = { trees: 0, files: 0 };
  const count = (tree: Tree): Tree => { made.trees++; made.files += tree.files.size; return tree; };

  async function* trees(): AsyncGenerator<Tree> {
    const analysis = analyse(input);
    const parts: Pick<Part, 'waivers'>[] = [];
    diagnostics.push(...analysis.diagnostics);
    incomplete.push(...analysis.incomplete);
    for (const name of analysis.names) {
      progress(rows.length, analysis.names.length);
      const { projects, waivers, diagnostics: found } = compileProjects(analysis, input, [name]);
      parts.push({ waivers });
      diagnostics.push(...found);
      for (const project of projects) {
        const rendered = await projectTrees(project, input, __VERSION__);
        diagnostics.push(...rendered.diagnostics);
        rows.push(rowOf(project, rendered.value));
        if (rendered.value.length === 0) failed.add(project.name);
        for (const { tree } of rendered.value) yield count(tree);
      }
    }
    const portfolio = compilePortfolio(analysis, input, appliedWaivers(analysis, parts));
    const rendered = await portfolioTrees(portfolio.value, analysis.incomplete, input);
    diagnostics.push(...portfolio.diagnostics, ...rendered.diagnostics);
    for (const { tree } of rendered.value) yield count(tree);
  }
  return { trees, rows, diagnostics, failed, incomplete, made };
}

declare const __VERSION__: string;
