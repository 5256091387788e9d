// Turns what evaluation reports into diagnostics at their places. Their project does not go on, so the places are worked out here and now.
import { load as catalogue } from '../model/catalogue/load.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic, Site } from '../model/diagnostic.ts';
import type { Checked, Trace } from './answer.ts';
import { offsetOf, type Loaded } from './source.ts';

type Back = (site: readonly number[]) => readonly number[];

/** `evaluated` is the text that ran, `back` leads from its offsets to those of the bundle. */
export async function judge(source: Loaded, checked: Checked, evaluated: string, back: Back): Promise<readonly Diagnostic[]> {
  const { project } = source;
  const extra = { project };
  const start: Site = { file: `${source.folder}/project.ts` };
  const at = (offsets: readonly number[]): Site => offsets.length > 0 ? { project, offsets: back(offsets) } : start;
  const found: Diagnostic[] = [];

  for (const p of checked.problems) {
    const place: Site = p.node !== undefined && p.property !== undefined ? { node: p.node, property: p.property } : at(p.offsets);
    const related = p.related && p.related.offsets.length > 0 ? { related: [{ at: at(p.related.offsets), what: p.related.what }] } : {};
    found.push(diagnose(catalogue, p.code, place, p.params as never, { ...extra, ...related }));
  }
  for (const { name, instead, kind, offsets } of checked.refusals) {
    found.push(kind === 'import' ? diagnose(catalogue, 'LW1104', at(offsets), { name }, extra)
      : kind === 'export' ? diagnose(catalogue, 'LW1118', at(offsets), { name, nearest: instead }, extra)
      : /^(eval|Function|Compartment)\b/.test(name) ? diagnose(catalogue, 'LW1109', at(offsets), { what: name }, extra)
      : diagnose(catalogue, 'LW1108', at(offsets), { name, instead }, extra));
  }
  for (const [code, trace] of [['LW1105', checked.thrown], ['LW1120', checked.rejected]] as const) {
    if (trace) found.push(fromTrace(code, trace, evaluated, at, extra));
  }
  if (found.length === 0) return found;
  const { locateAll } = await import('./position.ts');
  return locateAll(dedupe(found), new Map([[project, source]]));
}

function fromTrace(code: 'LW1105' | 'LW1120', { message, frames }: Trace, evaluated: string, at: (offsets: readonly number[]) => Site, extra: { readonly project: string }): Diagnostic {
  const refused = /\(SES_(IMPORT|EVAL|HTML_COMMENT)_REJECTED\)/.exec(message)?.[1];
  const offsets = frames.map(([line, column]) => offsetOf(evaluated, line, column));
  if (refused && code === 'LW1105') {
    // SES names the line alone: the column is that of the first text of this look on it.
    const start = offsets[0] ?? 0;
    const line = evaluated.slice(start).split('\n', 1)[0] ?? '';
    const column = line.search({ IMPORT: /\bimport\s*[(/]/, EVAL: /\beval\s*\(/, HTML_COMMENT: /<!--|-->/ }[refused] ?? /$/);
    return diagnose(catalogue, 'LW1109', at([start + Math.max(0, column)]), { what: { IMPORT: 'import(...)', EVAL: 'eval(...)', HTML_COMMENT: '<!-- or -->' }[refused] ?? refused }, extra);
  }
  const hidden = /secure mode.*throws/.exec(message) && /Date|random/.exec(message);
  if (hidden) return diagnose(catalogue, 'LW1108', at(offsets), { name: hidden[0] === 'Date' ? 'clock' : 'random numbers', instead: 'write the value itself' }, extra);
  return diagnose(catalogue, code, at(offsets), { message, placeless: offsets.length === 0 }, extra);
}

/** A loop meets the same mistake at the same place many times. */
function dedupe(all: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return all.filter((d) => {
    const key = JSON.stringify([d.code, d.at, d.what]);
    return !seen.has(key) && seen.add(key);
  });
}
