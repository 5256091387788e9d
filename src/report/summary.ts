// What synth prints at the end: a line a project, what was not checked, what was written. Nothing that a reader would skip.
import type { Session } from '../cli/session.ts';
import { notVisible } from '../check/pods.ts';
import { total } from '../model/money.ts';
import { query } from '../model/query.ts';
import { formatMoney } from '../model/units.ts';
import type { Counted } from '../write/trees.ts';
import type { WriteReport } from '../write/tree.ts';
import type { Located } from './located.ts';
import { paint } from './text.ts';

export interface SummaryInput {
  readonly session: Session;
  readonly trees: readonly Counted[];
  readonly report: WriteReport;
  readonly out: string;
  readonly seconds: number;
  readonly diagnostics: readonly Located[];
  readonly color: boolean;
}

export function summaryOf({ session, trees, report, out, seconds, diagnostics, color }: SummaryInput): string {
  const dye = paint(color);
  const { compilation, input, asOf, broken } = session;
  const environments = [...new Set(compilation.projects.flatMap((p) => p.builds.map((b) => b.env.name)))];
  const names = [...compilation.projects.map((p) => p.name), ...broken];
  const head = `${names.length} projects × ${environments.length || Object.keys(input.platform.environments).length} environments · as of ${asOf.date}${asOf.from === 'today' ? ' (today: no git here)' : ''}`;
  const width = Math.max(...names.map((n) => n.length), 8);
  const rows = compilation.projects.map((p) => {
    const own = trees.filter((t) => t.project === p.name);
    const count = (of: keyof Counted['counts']): number => own.reduce((sum, t) => sum + t.counts[of], 0);
    const bad = new Set(diagnostics.filter((d) => d.project === p.name && d.severity === 'error' && !d.waived).flatMap((d) => d.environments ?? environments));
    const marks = environments.map((e) => `${e} ${!p.builds.some((b) => b.env.name === e) && !bad.has(e) ? dye('dim', '–') : bad.has(e) ? dye('error', '✗') : dye('good', '✓')}`).join('  ');
    const tail = [costText(p), tally(diagnostics, p.name)].filter(Boolean).join('   ');
    return `  ${p.name.padEnd(width)}  ${marks}  ${String(count('objects')).padStart(4)} objects ${String(count('terraform')).padStart(4)} tf ${String(count('files')).padStart(3)} files${tail === '' ? '' : `   ${tail}`}${p.failed ? '   not written, old trees kept' : ''}`;
  });
  const failed = broken.map((name) => `  ${name.padEnd(width)}  could not be read; old trees kept`);
  const files = trees.reduce((sum, t) => sum + t.tree.files.size, 0);
  return [
    ...(diagnostics.length > 0 ? [''] : []), `leitwerk synth   ${head}`, ...rows, ...failed,
    ...uncheckedOf(session, diagnostics).map((line, i) => `${i === 0 ? 'not checked: ' : '             '}${line}`),
    `wrote ${out}/ (${trees.length} trees, ${files} files, ${report.written.length === 0 ? 'nothing changed' : `${report.written.length} trees changed`}) in ${seconds.toFixed(2)} s · leitwerk why <file>:<line> tells where a line comes from`, '',
  ].join('\n');
}

/** The largest environment's cost against its budget, as far as it is known. */
function costText({ builds }: Session['compilation']['projects'][number]): string {
  const production = builds.findLast((b) => b.env.stage === 'production') ?? builds.at(-1);
  if (!production) return '';
  const { perMonth, lines, budgets, currency } = production.facts.cost;
  const limits = Object.values(budgets).map((b) => b.perMonth);
  const budget = limits.length === 0 ? undefined : total(limits, currency);
  const spent = perMonth.state !== 'unknown' ? `${formatMoney(perMonth.value)}${perMonth.state === 'assumed' ? ' (assumed)' : ''}` : lines.length > 0 || budget ? 'cost unknown' : '';
  if (spent === '') return '';
  return budget && budget.state !== 'unknown' ? `${spent} of ${formatMoney(budget.value)}/month` : `${spent}/month`;
}

function tally(diagnostics: readonly Located[], project: string): string {
  const own = diagnostics.filter((d) => d.project === project);
  const count = (of: (d: Located) => boolean, word: string): string[] => { const n = own.filter(of).length; return n === 0 ? [] : [`${n} ${word}${n === 1 || word === 'waived' ? '' : 's'}`]; };
  return [...count((d) => d.severity === 'error' && !d.waived, 'error'), ...count((d) => d.severity === 'warning' && !d.waived, 'warning'), ...count((d) => d.waived !== undefined, 'waived')].join(', ');
}

/** What nothing has looked at, said every time: a green run must not promise more than it did. */
function uncheckedOf({ compilation, input }: Session, diagnostics: readonly Located[]): readonly string[] {
  const lines: string[] = [];
  const hidden = new Set(compilation.projects.flatMap((p) => p.builds.flatMap((b) => b.merged.objects.filter((o) => notVisible(o.body) !== undefined).map((o) => o.address.kind))));
  if (hidden.size > 0) lines.push(`pods that controllers make out of ${[...hidden].sort().join(', ')}`);
  const uncounted = new Set(compilation.projects.flatMap((p) => p.builds.flatMap((b) => b.facts.cost.notCounted)));
  if (uncounted.size > 0) lines.push(`cost of ${[...uncounted].sort().join(', ')}`);
  const builds = compilation.projects.flatMap((p) => p.builds);
  const open = builds.flatMap((b) => Object.entries(b.facts.access).filter(([, a]) => a.enforcedBy.state === 'unknown').map(([path]) => path));
  if (open.length > 0) lines.push(`who calls ${[...new Set(open)].sort().join(', ')} (no system serves the concern gateway)`);
  // AWS Budgets announces an action on a topic; the subscriber that acts is nothing that Leitwerk emits.
  const announced = builds.flatMap((b) => query(b.project).all('Budget').filter(({ at }) => Object.values(at).some((action) => action !== 'alert')).map(({ $path }) => $path));
  if (announced.length > 0) lines.push(`whether anybody acts when ${[...new Set(announced)].sort().join(', ')} is spent (it is announced)`);
  const unjudged = new Set(diagnostics.filter((d) => d.code === 'LW1313').map((d) => d.what.replace(/ are not checked$/, '')));
  if (unjudged.size > 0) lines.push([...unjudged].sort().join(', '));
  const rules = Object.values(input.policies).length;
  if (rules === 0) lines.push('everything: there are no policies');
  lines.push('what only a cluster or an account can say (leitwerk does not connect to them)');
  return lines;
}
