// promtool: the rules in every PrometheusRule object parse, and the linter finds nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { verdict, yamlDocuments } from './support/files.mjs';
import { run } from './support/process.mjs';

export const name = 'promtool', version = versionOf('promtool'), needs = ['go'];
export const install = (context) => installProgram('promtool', context);

const ask = async (file, context) => {
  const { code, all } = await run(programOf('promtool', context), ['check', 'rules', '--lint=all', '--lint-fatal', file]);
  return { refused: code !== 0, why: all, rules: Number(/(\d+) rules? found/.exec(all)?.[1] ?? 0) };
};

export const selfTest = (context) => Promise.all([['good.yml', 'accept'], ['bad.yml', 'refuse'], ['dup.yml', 'refuse']].map(async ([file, wanted]) => {
  const { refused, why } = await ask(join(samples, 'prom', file), context);
  return verdict(file, wanted, refused, why);
}));

export const takes = (paths, { dist }) => paths.filter((path) => /\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /^kind: ["']?PrometheusRule/m.test(readFileSync(join(dist, path), 'utf8')));

export async function judge(paths, context) {
  const total = { accepted: 0, refused: [], notes: [] }, folder = join(context.scratch, 'rules');
  let rules = 0;
  mkdirSync(folder, { recursive: true });
  const objects = paths.flatMap((path) => yamlDocuments(readFileSync(join(context.dist, path), 'utf8')).filter(({ kind }) => kind === 'PrometheusRule').map((object) => ({ path, object })));
  for (const [i, { path, object }] of objects.entries()) {
    const file = join(folder, `${i}.yaml`);
    writeFileSync(file, JSON.stringify({ groups: object.spec?.groups })); // JSON is YAML
    const { refused, why, rules: found } = await ask(file, context);
    rules += found;
    if (refused || found === 0) total.refused.push({ what: `${path}: ${object.metadata?.name}`, why: found === 0 && !refused ? 'it has no rules' : why }); else total.accepted++;
  }
  total.notes.push(`${rules} rules in ${objects.length} objects`);
  return total;
}
