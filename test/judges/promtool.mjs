// promtool: the rules in every PrometheusRule object parse, the linter finds nothing, and each alert fires and is silent where it should.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { verdict, yamlDocuments } from './support/files.mjs';
import { run } from './support/process.mjs';
import { casesOf, testFile } from './support/rule-tests.mjs';

export const name = 'promtool', version = versionOf('promtool'), needs = ['go'];
export const install = (context) => installProgram('promtool', context);

const ask = async (file, context) => {
  const { code, all } = await run(programOf('promtool', context), ['check', 'rules', '--lint=all', '--lint-fatal', file]);
  return { refused: code !== 0, why: all, rules: Number(/(\d+) rules? found/.exec(all)?.[1] ?? 0) };
};

const testRules = async (file, groups, context) => {
  const { cases, untested } = casesOf(groups), tests = file.replace(/\.yaml$/, '.test.yaml');
  if (untested.length) return { why: `no test makes these fire: ${untested.join(', ')}`, cases: 0 };
  if (cases.length === 0) return { why: '', cases: 0 };
  writeFileSync(tests, JSON.stringify(testFile(file, cases)));
  const { code, all } = await run(programOf('promtool', context), ['test', 'rules', tests]);
  return { why: code === 0 ? '' : all.trim().slice(0, 3000), cases: cases.length };
};

export async function selfTest(context) {
  const folder = join(context.scratch, 'promtool-self'), alert = (threshold) => [{ name: 'a', rules: [
    { record: 'slo:sli_error:ratio_rate5m', expr: '(sum(rate(requests_total{job="a",status="5xx"}[5m])) or vector(0)) / (sum(rate(requests_total{job="a"}[5m])) > 0)' },
    { alert: 'Burns', expr: `slo:sli_error:ratio_rate5m > ${threshold}`, labels: { window: '5m' } },
  ] }];
  mkdirSync(folder, { recursive: true });
  const fired = await Promise.all([['an alert that can fire', 0.1, 'accept'], ['an alert that never fires', 1, 'refuse'], ['an alert that fires on nothing bad', -1, 'refuse']].map(async ([sample, threshold, wanted], i) => {
    const file = join(folder, `${i}.yaml`);
    writeFileSync(file, JSON.stringify({ groups: alert(threshold) }));
    const { why } = await testRules(file, alert(threshold), context);
    return verdict(sample, wanted, why !== '', why);
  }));
  return [...await checked(context), ...fired];
}
const checked = (context) => Promise.all([['good.yml', 'accept'], ['bad.yml', 'refuse'], ['dup.yml', 'refuse']].map(async ([file, wanted]) => {
  const { refused, why } = await ask(join(samples, 'prom', file), context);
  return verdict(file, wanted, refused, why);
}));

export const takes = (paths, { dist }) => paths.filter((path) => /\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /^kind: ["']?PrometheusRule/m.test(readFileSync(join(dist, path), 'utf8')));

export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] }, folder = join(context.scratch, 'rules');
  let rules = 0, tests = 0;
  mkdirSync(folder, { recursive: true });
  const objects = paths.flatMap((path) => yamlDocuments(readFileSync(join(context.dist, path), 'utf8')).filter(({ kind }) => kind === 'PrometheusRule').map((object) => ({ path, object })));
  for (const [i, { path, object }] of objects.entries()) {
    const file = join(folder, `${i}.yaml`);
    writeFileSync(file, JSON.stringify({ groups: object.spec?.groups })); // JSON is YAML
    const { refused, why, rules: found } = await ask(file, context);
    rules += found;
    const tested = refused || found === 0 ? { why: refused ? why : 'it has no rules', cases: 0 } : await testRules(file, object.spec.groups, context);
    tests += tested.cases;
    if (tested.why) total.refused.push({ what: `${path}: ${object.metadata?.name}`, why: tested.why }); else total.accepted++;
  }
  total.notes.push(`${rules} rules in ${objects.length} objects, ${tests} tests of their alerts`);
  return total;
}
