// promtool: the rules in every PrometheusRule object parse, the linter finds nothing, and each alert fires and is silent where it should.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, longer, programOf, samples, versionOf } from './support/cli.mjs';
import { verdict, yamlDocuments } from './support/files.mjs';
import { inParallel, run } from './support/process.mjs';
import { casesOf, testFile } from './support/rule-tests.mjs';

export const name = 'promtool', version = versionOf('promtool'), needs = ['go'];
export const install = (context) => installProgram('promtool', context);

/** Why each file is refused, or ''. One process takes them all; only if it refuses, each is asked for by itself. */
async function refusals(args, files, context) {
  const ask = async (some) => { const { code, all } = await run(programOf('promtool', context), [...args, ...some], { env: longer }); return code === 0 ? '' : all.trim().slice(0, 3000) || `ended with ${code}`; };
  if (files.length === 0 || await ask(files) === '') return files.map(() => '');
  return inParallel(files, 2, (file) => ask([file]));
}
const check = ['check', 'rules', '--lint=all', '--lint-fatal'];

/** What is said of the rules of each object, in files of this folder: '' where nothing is wrong; and how many tests there were. */
async function examined(objects, folder, context) {
  mkdirSync(folder, { recursive: true });
  const all = objects.map((groups = [], i) => ({ file: join(folder, `${i}.yaml`), tests: join(folder, `${i}.test.yaml`), groups, ...casesOf(groups) }));
  for (const { file, tests, groups, cases } of all) { writeFileSync(file, JSON.stringify({ groups })); writeFileSync(tests, JSON.stringify(testFile(file, groups, cases))); } // JSON is YAML
  const form = await refusals(check, all.map(({ file }) => file), context);
  const tested = all.filter(({ cases }, i) => form[i] === '' && cases.length > 0), failed = await refusals(['test', 'rules'], tested.map(({ tests }) => tests), context);
  const why = all.map((one, i) => form[i] || (one.groups.some(({ rules }) => rules?.length) ? '' : 'it has no rules') || (one.untested.length ? `no test makes these fire: ${one.untested.join(', ')}` : '') || failed[tested.indexOf(one)] || '');
  return { why, tests: tested.reduce((sum, { cases }) => sum + cases.reduce((n, one) => n + one.promql_expr_test.length, 0), 0) };
}

export async function selfTest(context) {
  const folder = join(context.scratch, 'promtool-self'), alert = (threshold, minimum = '') => [{ name: 'a', rules: [
    { record: 'slo:sli_error:ratio_rate5m', expr: '(sum(rate(requests_total{job="a",status="5xx"}[5m])) or vector(0)) / (sum(rate(requests_total{job="a"}[5m])) > 0)' },
    { alert: 'Burns', expr: `slo:sli_error:ratio_rate5m > ${threshold}${minimum}`, labels: { window: '5m' } },
  ] }];
  const enough = (events) => ` and on() (sum(increase(requests_total{job="a"}[1h])) >= ${events})`;
  const forms = [['good.yml', 'accept'], ['bad.yml', 'refuse'], ['dup.yml', 'refuse']], checked = await refusals(check, forms.map(([file]) => join(samples, 'prom', file)), context);
  const alerts = [['an alert that can fire', 'accept', alert(0.1)], ['an alert that never fires', 'refuse', alert(1)], ['an alert that fires on nothing bad', 'refuse', alert(-1)], ['an alert that asks for enough events', 'accept', alert(0.1, enough(100))], ['an alert that one event is enough for', 'refuse', alert(0.1, enough(0))], ['an object without rules', 'refuse', []]], { why } = await examined(alerts.map(([, , groups]) => groups), folder, context);
  return [...forms.map(([sample, wanted], i) => verdict(sample, wanted, checked[i] !== '', checked[i])), ...alerts.map(([sample, wanted], i) => verdict(sample, wanted, why[i] !== '', why[i]))];
}

export const takes = (paths, { dist }) => paths.filter((path) => /\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /^kind: ["']?PrometheusRule/m.test(readFileSync(join(dist, path), 'utf8')));

export async function judge(paths, context) {
  const objects = paths.flatMap((path) => yamlDocuments(readFileSync(join(context.dist, path), 'utf8')).filter(({ kind }) => kind === 'PrometheusRule').map((object) => ({ path, object })));
  const { why, tests } = await examined(objects.map(({ object }) => object.spec?.groups), join(context.scratch, 'rules'), context);
  const refused = objects.flatMap(({ path, object }, i) => why[i] ? [{ what: `${path}: ${object.metadata?.name}`, why: why[i] }] : []);
  const rules = objects.reduce((sum, { object }) => sum + (object.spec?.groups ?? []).reduce((n, group) => n + group.rules.length, 0), 0);
  return { accepted: objects.length - refused.length, refused, notes: [`${rules} rules in ${objects.length} objects, ${tests} tests of their alerts`] };
}
