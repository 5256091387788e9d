// The evaluated text of a project and the way from its offsets to the author's files.
import type { Model } from '../model/node.ts';

/** From `at` in the rewritten text on, offsets are `shift` larger than in the bundle. */
export interface Edit { readonly at: number; readonly shift: number }

export interface Source {
  readonly project: string;
  /** Absolute root of the repository. */
  readonly root: string;
  /** Repository-relative folder, `projects/<name>`. */
  readonly folder: string;
  /** The bundle, as the sites in the model count it. */
  readonly text: string;
  /** Source map as JSON text, its sources relative to `base`. */
  readonly map: string;
  readonly base: string;
  /** Read from its `project.json`, which is then the text; there is no source map. */
  readonly json?: true;
}
export interface Loaded extends Source {
  readonly model: Model;
  /** It was not bundled in this run: its text and map are made when a place in it is asked for. */
  readonly remembered?: true;
}

/** An offset of the rewritten text in the bundle. */
export function original(offset: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits) {
    if (edit.at > offset) break;
    shift += edit.shift;
  }
  return offset - shift;
}

/** Offset of a line and column, both from one. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line; i++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  return start + column - 1;
}
