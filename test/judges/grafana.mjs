// Grafana's own type of a dashboard: each one in a ConfigMap of the sidecar is a literal of it, field for field; its questions are PromQL that promtool's grammar takes.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { verdict, yamlDocuments } from './support/files.mjs';
import { must } from './support/process.mjs';

const pinned = ['@grafana/schema@13.2.3', 'typescript@5.9.3'], samples = new URL('./grafana/samples/', import.meta.url).pathname;
export const name = 'grafana', version = pinned[0], needs = ['npm'];
const home = (cache) => join(cache, 'npm/grafana');

export async function install({ cache, say }) {
  const folder = home(cache), stamp = join(folder, '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === pinned.join(' ')) return;
  say(`installing ${pinned.join(' ')}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', ...pinned], { cwd: folder });
  writeFileSync(stamp, pinned.join(' '));
}

/** What Grafana's type and TypeScript's own are made of, read once. */
const libraries = new Map();
/** Reasons for each text, by the compiler of TypeScript: a field that the type lacks is one. All texts at once, since the compiler takes a second to start. */
function typeFaults(texts, cache) {
  const ts = createRequire(join(home(cache), 'package.json'))('typescript');
  const sources = new Map(texts.map((text, i) => [join(home(cache), `dashboard${i}.ts`), `import type { Dashboard } from '@grafana/schema';\nexport const dashboard: Dashboard = ${text};\n`]));
  const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
  const host = ts.createCompilerHost(options);
  const [source, exists, read] = [host.getSourceFile.bind(host), host.fileExists.bind(host), host.readFile.bind(host)];
  Object.assign(host, {
    getSourceFile: (file, target) => sources.has(file) ? ts.createSourceFile(file, sources.get(file), target) : libraries.get(file) ?? libraries.set(file, source(file, target)).get(file),
    fileExists: (file) => sources.has(file) || exists(file), readFile: (file) => sources.get(file) ?? read(file),
  });
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((file) => {
    const of = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(of), ...program.getSemanticDiagnostics(of)].map((d) => ts.flattenDiagnosticMessageText(d.messageText, ' ').slice(0, 300));
  });
}
/** What the type does not say: questions parse, panels have numbers of their own, the name is short enough. */
function contentFaults(text) {
  const { uid, panels = [] } = JSON.parse(text), ids = panels.map((panel) => panel.id);
  const questions = panels.flatMap((panel) => panel.targets ?? []).filter(({ expr }) => { let bad = false; parser.parse(expr).iterate({ enter: ({ type }) => { bad ||= type.isError; } }); return bad; });
  return [...(typeof uid === 'string' && uid.length > 40 ? [`the uid ${uid} has more than 40 characters`] : []), ...(new Set(ids).size < ids.length ? ['two panels have one id'] : []), ...questions.map(({ expr }) => `no PromQL: ${expr}`)];
}
const reasons = (texts, cache) => typeFaults(texts, cache).map((faults, i) => [...faults, ...(faults.length ? [] : contentFaults(texts[i]))]);

export const selfTest = async ({ cache }) => {
  const list = [['good', 'accept'], ['bad-type', 'refuse'], ['bad-missing', 'refuse'], ['bad-field', 'refuse'], ['bad-question', 'refuse']];
  const found = reasons(list.map(([sample]) => readFileSync(join(samples, `${sample}.json`), 'utf8')), cache);
  return list.map(([sample, wanted], i) => verdict(sample, wanted, found[i].length > 0, found[i].join('; ')));
};

const dashboards = (path, dist) => yamlDocuments(readFileSync(join(dist, path), 'utf8')).filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata?.labels?.grafana_dashboard === '1')
  .flatMap(({ data, metadata }) => Object.entries(data ?? {}).map(([file, text]) => ({ what: `${path}: ${metadata.name}/${file}`, text })));
export const takes = (paths, { dist }) => paths.filter((path) => /\.ya?ml$/.test(path) && !/\/chart\//.test(path) && /grafana_dashboard/.test(readFileSync(join(dist, path), 'utf8')));

export function judge(paths, { cache, dist }) {
  const all = paths.flatMap((path) => dashboards(path, dist)), found = reasons(all.map(({ text }) => text), cache);
  const refused = all.flatMap(({ what }, i) => found[i].length ? [{ what, why: found[i].join('; ') }] : []);
  return { accepted: all.length - refused.length, refused };
}
