// Tests of alerts, made from the rules themselves: each alert fires where everything fails, and is silent where nothing does, where next to nothing comes, and where nothing comes.
// The names of metrics say what they count; nothing of the compiler is used, so that its mistakes are not repeated here.

/** Selectors in an expression: metric, matchers, range. */
const selectorsOf = (expr) => [...expr.matchAll(/([a-zA-Z_:][\w:]*)\{((?:[^}"]|"(?:\\.|[^"\\])*")*)\}(?:\[(\w+)\])?/g)].map(([, metric, inside, range]) => ({
  metric, range, matchers: [...inside.matchAll(/(\w+)(=~|=)("(?:\\.|[^"\\])*")/g)].map(([, label, op, value]) => ({ label, op, value: JSON.parse(value) })),
}));
/** One value that a pattern matches: of the few forms that rules use. */
const oneOf = (pattern) => pattern.replace(/\[0-9\]\+/g, '0').replace(/\.\*/g, 'x').replace(/\.\./g, '00').replace(/\.\+/g, 'x').replace(/\\(.)/g, '$1');
const seriesOf = ({ metric, matchers }, more = {}) => {
  const labels = { ...Object.fromEntries(matchers.map(({ label, op, value }) => [label, op === '=' ? value : oneOf(value)])), ...more };
  return `${metric}{${Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`).join(',')}}`;
};
const count = (alert, more = '') => `count(ALERTS{alertname=${JSON.stringify(alert)},alertstate="firing"${more}})`;
const quiet = 'ALERTS{alertstate="firing"}';

/** Counters of a share: `each` events a minute, of which so many are bad. */
function traffic(expr, each, bad) {
  const [first, ...rest] = selectorsOf(expr).filter((s) => s.range === '5m');
  const text = (s) => JSON.stringify(s), distinct = [first, ...rest.filter((s) => text(s) !== text(first))];
  const growing = (selector, step, more) => ({ series: seriesOf(selector, more), values: `0+${step}x400` });
  const bucket = distinct.find((s) => s.metric.endsWith('_bucket'));
  if (bucket) return [growing(distinct.find((s) => s !== bucket), each), growing(bucket, each - bad)];
  const [failed, all] = distinct;
  if (failed.metric !== all.metric) return [growing(failed, bad), growing(all, each)];
  const status = failed.matchers.find((m) => !all.matchers.some((a) => a.label === m.label)).label;
  return [growing(failed, bad), growing(all, each - bad, { [status]: 'fine' })];
}

/** The cases of one PrometheusRule; none for what records only. */
export function casesOf(groups) {
  const rules = groups.flatMap((g) => g.rules), alerts = rules.filter((r) => r.alert), share = rules.find((r) => r.record === 'slo:sli_error:ratio_rate5m')?.expr;
  const at = (name, input_series, minutes, wanted) => ({ name, interval: '1m', input_series, promql_expr_test: wanted.map(([expr, value]) => ({ expr, eval_time: `${minutes}m`, exp_samples: value === undefined ? [] : [{ labels: '{}', value }] })) });
  const cases = [];
  const silent = alerts.filter((r) => /^absent\(/.test(r.expr)), there = silent.map((r) => ({ series: seriesOf(selectorsOf(r.expr)[0]), values: '1x400' }));
  for (const { alert } of silent) {
    cases.push(at(`${alert} fires where nobody answers`, [], 21, [[count(alert), 1]]));
    cases.push(at(`${alert} is silent where somebody does`, there, 21, [[count(alert), undefined]]));
  }
  const burning = [...new Set(alerts.filter((r) => r.expr.includes('slo:sli_error:ratio_rate')).map((r) => r.alert))];
  for (const alert of burning) {
    const rungs = alerts.filter((r) => r.alert === alert), few = rungs.every((r) => / and on\(\) /.test(r.expr));
    cases.push(at(`${alert} fires on every window where all fails`, [...traffic(share, 10_000, 10_000), ...there], 60, [[count(alert), rungs.length]]));
    for (const { labels } of rungs) cases.push(at(`${alert} fires on ${labels.window} where all fails`, [...traffic(share, 10_000, 10_000), ...there], 60, [[count(alert, `,window=${JSON.stringify(labels.window)}`), 1]]));
    cases.push(at(`${alert} is silent where nothing fails`, [...traffic(share, 10_000, 0), ...there], 60, [[count(alert), undefined]]));
    cases.push(at(`${alert} is silent where nothing comes`, there, 60, [[count(alert), undefined]]));
    const single = traffic(share, 1, 1).map(({ series, values }) => ({ series, values: values === '0+0x400' ? values : '0x30 1x370' })); // it comes in minute 31
    for (const minutes of few ? [33, 60] : []) cases.push(at(`${alert} is silent where one of one fails`, [...single, ...there], minutes, [[count(alert), undefined]]));
  }
  const failed = rules.find((r) => /^slo:failed_runs/.test(r.record ?? ''));
  if (failed) {
    const [bad, good] = ['kube_job_failed', 'kube_job_complete'].map((metric) => selectorsOf(rules.find((r) => r.record && r.expr.includes(metric) && selectorsOf(r.expr).some((s) => s.metric === metric)).expr).find((s) => s.metric === metric));
    const jobs = (selector, n) => Array.from({ length: n }, (_, i) => ({ series: seriesOf(selector).replace(/job_name="([^"]*?)0"/, `job_name="$1${i + 1}"`), values: '1x400' }));
    for (const { alert, expr } of alerts.filter((r) => r.expr.includes('slo:failed_runs'))) {
      const most = Number(/> (\d+)$/.exec(expr)?.[1] ?? 0), share_ = !/> \d+$/.test(expr);
      cases.push(at(`${alert} fires where too many runs fail`, jobs(bad, share_ ? 10 : most + 1), 60, [[count(alert), 1]]));
      cases.push(at(`${alert} is silent where runs succeed`, jobs(good, 30), 60, [[count(alert), undefined]]));
      if (!share_ && most > 0) cases.push(at(`${alert} is silent where as many fail as may`, jobs(bad, most), 60, [[count(alert), undefined]]));
      cases.push(at(`${alert} is silent where nothing runs`, [], 60, [[count(alert), undefined]]));
    }
  }
  for (const { alert, expr } of alerts.filter((r) => /^time\(\) - /.test(r.expr))) {
    const due = selectorsOf(expr)[0], limit = Number(/> (\d+)$/.exec(expr)[1]);
    // the clock of a test begins at zero; a limit of months is not waited for
    cases.push(at(`${alert} fires where a run is overdue`, [{ series: seriesOf(due), values: `${-limit - 1}x20` }], 15, [[count(alert), 1]]));
    cases.push(at(`${alert} is silent where it is not`, [{ series: seriesOf(due), values: `${900 - limit}x20` }], 15, [[count(alert), undefined]]));
  }
  const untested = alerts.filter((r) => !cases.some((c) => c.promql_expr_test.some(({ expr, exp_samples }) => expr.includes(`alertname=${JSON.stringify(r.alert)}`) && exp_samples.length > 0))).map((r) => r.alert);
  return { cases: together(cases), untested: [...new Set(untested)] };
}
/** What is asked of the same traffic is asked in one case, for it takes as long as many. */
function together(cases) {
  const alike = cases.reduce((map, one) => map.set(JSON.stringify(one.input_series), [...map.get(JSON.stringify(one.input_series)) ?? [], one]), new Map());
  return [...alike.values()].map((group) => ({ ...group[0], name: group.map(({ name }) => name).join('; '), promql_expr_test: group.flatMap((one) => one.promql_expr_test) }));
}
/** Whether an alert depends on more than what is at that moment: on how long something lasts (but for whether somebody answers, which is so from the beginning), or on what was recorded before. */
function remembers(groups) {
  const rules = groups.flatMap((g) => g.rules), alerts = rules.filter((r) => r.alert), recorded = new Set(rules.map((r) => r.record));
  const over = rules.filter((r) => selectorsOf(r.expr).some((s) => s.range && recorded.has(s.metric)));
  return groups.some((g) => g.interval) || alerts.some((r) => (r.for || r.keep_firing_for) && !/^absent\(/.test(r.expr)) || over.some((r) => r.alert || alerts.some((a) => a.expr.includes(r.record)));
}
/** Nearly all of the time goes into evaluating the rules: where the moment decides, each minute that is asked for is one of an evaluation, in which groups see what those before them have recorded at that same moment. */
export const testFile = (file, groups, cases) => ({ rule_files: [file], evaluation_interval: remembers(groups) ? '1m' : '3m', group_eval_order: groups.map((g) => g.name), tests: cases });
