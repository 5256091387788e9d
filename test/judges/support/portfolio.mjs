// Portfolios that are made to be judged: found in a folder, compiled by the real command line, and handed over as a whole or in part.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';

/** Each file is a portfolio, or several that come one after the other. */
export async function portfoliosIn(url, context, only) {
  const all = await Promise.all(readdirSync(url).filter((file) => file.endsWith('.mjs')).sort().map((file) => import(new URL(file, url).href)));
  const unknown = (only ?? []).filter((name) => !all.some((p) => p.name === name));
  if (unknown.length) throw new Error(`no portfolio ${unknown.join(', ')}; there are: ${all.map((p) => p.name).join(', ')}`);
  const made = [];
  for (const { name, sample, compile } of all.filter((p) => only?.includes(p.name) ?? true)) {
    const from = Date.now(), folder = join(context.scratch, 'portfolios', name.replaceAll(' ', '-')), say = (text) => context.say(`${name}: ${text}`);
    mkdirSync(folder, { recursive: true });
    const dist = await compile({ root: context.root, folder, say });
    for (const [part, path] of typeof dist === 'string' ? [['', dist]] : dist) made.push({ name: `${name}${part && ` ${part}`}: `, sample, context: { ...context, scratch: join(context.scratch, `p${made.length}`), dist: path } }); // a short path: that of a socket has at most 107 bytes
    say(`compiled in ${((Date.now() - from) / 1000).toFixed(1)} s`);
  }
  return made;
}

/** What is handed over of a portfolio: of so many of its projects, spread evenly, and what belongs to no project. */
export function partOf(paths, projects) {
  if (projects === undefined) return paths;
  const projectOf = (path) => { const [first, second = ''] = path.split('/'); return first === '_portfolio' || second.startsWith('_') || second === '' ? undefined : second; };
  const names = [...new Set(paths.map(projectOf))].filter((name) => name !== undefined).sort();
  const kept = new Set(Array.from({ length: Math.min(projects, names.length) }, (_, i) => names[Math.floor(i * names.length / Math.min(projects, names.length))]));
  return paths.filter((path) => { const project = projectOf(path); return project === undefined || kept.has(project); });
}

/** The real command line in a folder; throws with what it said unless it ends with 0. */
export async function leitwerk({ root, folder }, ...args) {
  const { code, all } = await run(process.execPath, [join(root, 'bin/leitwerk.cjs'), ...args], { cwd: folder, env: { NO_COLOR: '1' } });
  if (code !== 0) throw new Error(`leitwerk ${args.join(' ')} ended with ${code}: ${all.trim().slice(0, 4000)}`);
  return all;
}
/** Compiles a folder and says where it went. */
export async function synth(where, out = 'dist') {
  const dist = join(where.folder, out);
  await leitwerk(where, 'synth', '--as-of', '2026-11-23', '--out', dist);
  return dist;
}

/** Writes models as members that another repository has compiled, under a platform that is given as data. */
export function writeModels(folder, platform, models, waivers = () => []) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'leitwerk.config.ts'), `// A platform that was made to be judged.\nexport default ${JSON.stringify(platform, null, 1)};\n`);
  for (const model of models) {
    mkdirSync(join(folder, 'projects', model.project), { recursive: true });
    const { schema, project, nodes, uses } = model, granted = waivers(model);
    writeFileSync(join(folder, 'projects', project, 'project.json'), JSON.stringify({ schema, project, compiler: '0.0.0', nodes, uses }, null, 1));
    if (granted.length === 0) continue;
    mkdirSync(join(folder, 'waivers'), { recursive: true });
    writeFileSync(join(folder, 'waivers', `${project}.ts`), `// What governance has granted.\nexport default ${JSON.stringify(granted)};\n`);
  }
}
