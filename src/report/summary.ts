// What synth prints at the end: a line a project, what was not checked, what was written. Nothing that a reader would skip.
import type { Prepared } from '../cli/session.ts';
import { notVisible } from '../check/pods.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { environmentsOf, NONE } from '../model/environments.ts';
import { groupBy } from '../model/group.ts';
import { total } from '../model/money.ts';
import { query } from '../model/query.ts';
import { formatMoney } from '../model/units.ts';
import type { ProjectBuild } from '../pipeline.ts';
import type { Counted } from '../write/trees.ts';
import type { WriteReport } from '../write/tree.ts';
import { paint, wrap } from './text.ts';

/** What the summary says of a project, taken down when it was compiled: its objects are forgotten by then. */
export interface Row {
  readonly name: string;
  readonly environments: readonly string[];
  readonly failed: boolean;
  /** Has trees; none where errors showed only when they were made. */
  readonly written: boolean;
  readonly counts: Counted['counts'];
  readonly cost: string;
  /** Kinds whose pods nothing here can see, costs that are not counted, endpoints that anybody may call, budgets that are only announced, and budgets that do not see what shared nodes cost. */
  readonly unchecked: Readonly<Record<'hidden' | 'uncounted' | 'open' | 'announced' | 'unseen', readonly string[]>>;
}
export function rowOf(project: ProjectBuild, made: readonly Counted[]): Row {
  const { name, builds, failed } = project;
  const sum = (of: keyof Counted['counts']): number => made.reduce((all, t) => all + t.counts[of], 0);
  return {
    name, failed, written: made.length > 0, environments: builds.map((b) => b.env.name), counts: { objects: sum('objects'), terraform: sum('terraform'), files: sum('files') }, cost: costText(project),
    unchecked: {
      hidden: builds.flatMap((b) => b.merged.objects.filter((o) => notVisible(o.body) !== undefined).map((o) => o.address.kind)),
      uncounted: builds.flatMap((b) => b.facts.cost.notCounted),
      open: builds.flatMap((b) => Object.entries(b.facts.access).filter(([, a]) => a.enforcedBy.state === 'unknown').map(([path]) => path)),
      // AWS Budgets announces an action on a topic; the subscriber that acts is nothing that Leitwerk emits.
      announced: builds.flatMap((b) => query(b.project).all('Budget').filter(({ at }) => Object.values(at).some((action) => action !== 'alert')).map(({ $path }) => $path)),
      // It sums up what carries the project's tag. A node that several projects share carries none; what Kubernetes splits by namespace reaches cost reports, not budgets.
      // https://docs.aws.amazon.com/cur/latest/userguide/split-cost-allocation-data.html
      unseen: builds.flatMap(({ env, project }) => {
        const { all } = query(project);
        return env.systems['budgets'] === 'terraform/budget' && all('ModelEndpoint').length + all('Pipeline').length > 0 ? all('Budget').map(({ $path }) => $path) : [];
      }),
    },
  };
}

export interface SummaryInput {
  readonly prepared: Prepared;
  readonly whole: { readonly rows: readonly Row[]; readonly incomplete: readonly string[]; readonly made: { readonly trees: number; readonly files: number } };
  readonly report: WriteReport;
  readonly out: string;
  /** Nothing could be written: the folder is not ours, or the disk refused. */
  readonly refused: boolean;
  readonly width: number;
  readonly seconds: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly color: boolean;
}

export function summaryOf({ prepared, whole: { rows, incomplete, made }, report, out, refused, width: columns, seconds, diagnostics, color }: SummaryInput): string {
  const dye = paint(color);
  const { input, asOf, broken } = prepared;
  const environments = [...new Set(rows.flatMap((r) => r.environments))];
  const names = [...rows.map((r) => r.name), ...broken];
  const head = `${counted(names.length, 'project')} × ${counted(environments.length || Object.keys(input.platform.environments).length, 'environment')} · as of ${asOf.date}${asOf.from === 'today' ? ' (today: no git here)' : ''}`;
  const width = Math.max(...names.map((n) => n.length), 8);
  const said = groupBy(diagnostics, (d) => d.project);
  const lines = rows.map(({ name, counts, cost, failed, environments: own }) => {
    const found = said.get(name) ?? [];
    const bad = new Set(found.filter((d) => d.severity === 'error' && !d.waived).flatMap((d) => d.environments ?? environments));
    const marks = environments.map((e) => `${e} ${!own.includes(e) && !bad.has(e) ? dye('dim', '–') : bad.has(e) ? dye('error', '✗') : dye('good', '✓')}`).join('  ');
    const tail = [cost, tally(found)].filter(Boolean).join('   ');
    return `  ${name.padEnd(width)}  ${marks}  ${String(counts.objects).padStart(4)} objects ${String(counts.terraform).padStart(4)} tf ${String(counts.files).padStart(3)} files${tail === '' ? '' : `   ${tail}`}${failed ? '   not written, old trees kept' : ''}`;
  });
  const failed = broken.map((name) => `  ${name.padEnd(width)}  could not be read; old trees kept`);
  const kept = [...incomplete.map((e) => `${out}/${e}/_platform`), ...(incomplete.length > 0 ? [`${out}/_portfolio`] : [])];
  return [
    ...(diagnostics.some((d) => d.severity !== 'info' && d.waived === undefined) ? [''] : []), `leitwerk synth   ${head}`, ...lines, ...failed,
    ...kept.length === 0 ? [] : wrap(`kept as they were, since not every project could be compiled: ${kept.join(', ')}`, columns, '  '),
    ...uncheckedOf(rows, prepared, diagnostics).flatMap((line) => wrap(line, columns, '             ')).map((line, i) => i === 0 ? `not checked: ${line.trimStart()}` : line),
    refused ? `nothing was written to ${out}/` : `wrote ${out}/ (${counted(made.trees, 'tree')}, ${counted(made.files, 'file')}, ${report.written.length === 0 ? 'nothing changed' : `${report.written.length} changed`}) in ${seconds.toFixed(2)} s · leitwerk why <file>:<line> tells where a line comes from`, '',
  ].join('\n');
}

const counted = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** The largest environment's cost against its budget, as far as it is known. */
function costText({ builds }: ProjectBuild): string {
  const production = builds.findLast((b) => b.env.stage === 'production') ?? builds.at(-1);
  if (!production) return '';
  const { perMonth, lines, budgets, currency, notCounted } = production.facts.cost;
  const limits = Object.values(budgets).map((b) => b.perMonth);
  const budget = limits.length === 0 ? undefined : total(limits, currency);
  const atMost = notCounted.length === 0 && lines.every((l) => l.perMonth.state === 'known' || l.atMost);
  const spent = perMonth.state !== 'unknown' ? `${perMonth.state === 'assumed' && atMost ? 'at most ' : ''}${formatMoney(perMonth.value)}${perMonth.state === 'assumed' && !atMost ? ' (assumed)' : ''}` : lines.length > 0 || budget ? 'cost unknown' : '';
  if (spent === '') return '';
  return budget && budget.state !== 'unknown' ? `${spent} of ${formatMoney(budget.value)}/month` : `${spent}/month`;
}

function tally(own: readonly Diagnostic[]): string {
  const count = (of: (d: Diagnostic) => boolean, word: string): string[] => { const n = own.filter(of).length; return n === 0 ? [] : [`${n} ${word}${n === 1 || word === 'waived' ? '' : 's'}`]; };
  return [...count((d) => d.severity === 'error' && !d.waived, 'error'), ...count((d) => d.severity === 'warning' && !d.waived, 'warning'), ...count((d) => d.waived !== undefined, 'waived')].join(', ');
}

/** What nothing has looked at, said every time: a green run must not promise more than it did. */
function uncheckedOf(rows: readonly Row[], { input }: Prepared, diagnostics: readonly Diagnostic[]): readonly string[] {
  const all = (of: keyof Row['unchecked']): string => [...new Set(rows.flatMap((r) => r.unchecked[of]))].sort().join(', ');
  const lines: string[] = [];
  const say = (of: keyof Row['unchecked'], line: (names: string) => string): void => { const names = all(of); if (names !== '') lines.push(line(names)); };
  say('hidden', (kinds) => `pods that controllers make out of ${kinds}`);
  say('uncounted', (what) => `cost of ${what}`);
  say('open', (endpoints) => `who calls ${endpoints} (no system serves the concern gateway)`);
  say('announced', (budgets) => `whether anybody acts when ${budgets} is spent (it is announced)`);
  say('unseen', (budgets) => `what pods spend of ${budgets} (AWS Budgets sums up what carries the project's tag, and shared nodes carry none)`);
  const unjudged = new Set(diagnostics.filter((d) => d.code === 'LW1313').map((d) => d.what.replace(/ are not checked$/, '')));
  if (unjudged.size > 0) lines.push([...unjudged].sort().join(', '));
  const left = groupBy(environmentsOf(input.platform).flatMap((env) => Object.entries(env.systems).flatMap(([concern, system]) => system === NONE ? [{ concern, env: env.name }] : [])), (l) => l.concern);
  if (left.size > 0) lines.push(`what nobody is to serve: ${[...left].map(([concern, where]) => `${concern} (${where.map((w) => w.env).join(', ')})`).sort().join(', ')}`);
  const rules = Object.values(input.policies).length;
  if (rules === 0) lines.push('everything: there are no policies');
  lines.push('what only a cluster or an account can say (leitwerk does not connect to them)');
  return lines;
}
