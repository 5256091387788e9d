// amtool: the routing of each AlertmanagerConfig, put into one configuration as the operator does it, is taken and brings every alert of the rules to who should hear of it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, versionOf } from './support/cli.mjs';
import { verdict, yamlDocuments } from './support/files.mjs';
import { inParallel, run } from './support/process.mjs';

export const name = 'amtool', version = versionOf('amtool'), needs = ['go'];
export const install = (context) => installProgram('amtool', context);
const samples = new URL('./amtool/samples/', import.meta.url).pathname;
const amtool = (context, ...args) => run(programOf('amtool', context), args);

// https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.0/pkg/alertmanager/amcfg.go
const snake = (key) => key.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
const renamed = { pagerDutyLinkConfigs: 'links', pagerDutyImageConfigs: 'images', urlSecret: 'url', opsgenieConfigs: 'opsgenie_configs', alt: 'text' };
const matcher = ({ name: label, value, matchType = '=' }) => `${label}${matchType}${JSON.stringify(value)}`;
const isSecret = (value) => value && typeof value === 'object' && 'key' in value && 'name' in value && Object.keys(value).length === 2;
function plain(value, key) {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (isSecret(value)) return /url/i.test(key) ? 'https://hook.example/x' : 'a-key';
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [renamed[k] ?? snake(k), plain(v, k)]));
}
export function configuration(objects) {
  const spec = ({ spec: { route, receivers, inhibitRules = [] }, metadata: { name: own, namespace } }) => {
    const of = (receiver) => `${namespace}/${own}/${receiver}`, inside = `namespace=${JSON.stringify(namespace)}`;
    const routed = ({ matchers = [], routes, receiver, ...rest }) => ({ ...plain(rest), receiver: of(receiver), ...(matchers.length ? { matchers: matchers.map(matcher) } : {}), ...(routes ? { routes: routes.map(routed) } : {}) });
    return {
      route: { ...routed(route), matchers: [inside], continue: true }, receivers: receivers.map(({ name: receiver, ...rest }) => ({ name: of(receiver), ...plain(rest) })),
      inhibit: inhibitRules.map(({ sourceMatch, targetMatch, equal }) => ({ source_matchers: [...sourceMatch.map(matcher), inside], target_matchers: [...targetMatch.map(matcher), inside], equal })),
    };
  };
  const all = objects.map(spec);
  return { global: { smtp_smarthost: 'mail.example:587', smtp_from: 'alerts@example.com', opsgenie_api_url: 'https://api.opsgenie.example/' }, route: { receiver: 'nobody', routes: all.map(({ route }) => route) }, receivers: [{ name: 'nobody' }, ...all.flatMap(({ receivers }) => receivers)], inhibit_rules: all.flatMap(({ inhibit }) => inhibit) };
}

export async function selfTest(context) {
  const config = await Promise.all([['good.yml', 'accept'], ['bad.yml', 'refuse']].map(async ([sample, wanted]) => { const { code, all } = await amtool(context, 'check-config', join(samples, sample)); return verdict(sample, wanted, code !== 0, all); }));
  const routes = await Promise.all([['page', 'accept'], ['ticket', 'refuse']].map(async ([severity, wanted]) => {
    const { code, all } = await amtool(context, 'config', 'routes', 'test', `--config.file=${join(samples, 'good.yml')}`, '--verify.receivers=pager', `severity=${severity}`);
    return verdict(`good.yml brings a ${severity} to the pager`, wanted, code !== 0, all);
  }));
  return [...config, ...routes];
}

const ofKind = (kind, paths, dist) => paths.flatMap((path) => yamlDocuments(readFileSync(join(dist, path), 'utf8')).filter((o) => o.kind === kind).map((object) => ({ path, object })));
export const takes = (paths, { dist }) => paths.filter((path) => /\/kubernetes\/.*\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /^kind: ["']?AlertmanagerConfig/m.test(readFileSync(join(dist, path), 'utf8')));

export async function judge(paths, context) {
  const folder = join(context.scratch, 'amtool');
  mkdirSync(folder, { recursive: true });
  let routed = 0;
  const found = await inParallel(paths, 4, async (path, i) => { // each alert is a program's start
    const objects = ofKind('AlertmanagerConfig', [path], context.dist), file = join(folder, `${i}.yml`);
    writeFileSync(file, JSON.stringify(configuration(objects.map(({ object }) => object))));
    const { code, all } = await amtool(context, 'check-config', file), why = code === 0 ? [] : [all];
    const [{ object: { metadata, spec } }] = objects, wakes = spec.receivers.some((r) => r.name === 'on-call');
    const alerts = ofKind('PrometheusRule', [path.replace(/[^/]+$/, 'alerts.yaml')], context.dist).flatMap(({ object }) => object.spec.groups.flatMap((g) => g.rules)).filter((rule) => rule.alert);
    if (alerts.length === 0) why.push('there are no alerts beside it that it could route');
    for (const { alert, labels } of why.length ? [] : alerts) {
      const wanted = `${metadata.namespace}/${metadata.name}/${labels.severity === 'page' && wakes ? 'on-call' : 'tickets'}`;
      const tested = await amtool(context, 'config', 'routes', 'test', `--config.file=${file}`, `--verify.receivers=${wanted}`, `alertname=${alert}`, ...Object.entries(labels).map(([key, value]) => `${key}=${value}`));
      routed++;
      if (tested.code !== 0) why.push(`${alert} (${labels.severity}): ${tested.all.trim()}`);
    }
    return why;
  });
  const refused = paths.flatMap((path, i) => found[i].length ? [{ what: path, why: found[i].join('\n') }] : []);
  return { accepted: paths.length - refused.length, refused, notes: [`${routed} alerts were routed`] };
}
