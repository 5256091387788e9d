// The load pass: from the folders in projects/ to models, by bundling and hermetic evaluation. What is wrong is a diagnostic at its place in the author's file.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { load as catalogue } from '../model/catalogue/load.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { freeze } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import { nearest } from '../model/suggest.ts';
import { check } from './answer.ts';
import { begin, bundle, entryOf, type Bundle } from './bundle.ts';
import type { Evaluator, Limits, Outcome } from './child.ts';
import { Pool, RUNS, withDefaults } from './evaluators.ts';
import { judge } from './judge.ts';
import { looksForbidden, rewrite } from './rewrite.ts';
import { shown } from './shown.ts';
import { original, type Edit, type Loaded, type Source } from './source.ts';
import { linesOf } from './source-map.ts';

export type { Loaded, Source } from './source.ts';
export interface LoadOptions {
  readonly root: string;
  /** Names of projects; without it, all. */
  readonly projects?: readonly string[];
  /** Path of the guest bundle. */
  readonly guest: string;
  /** Path of the evaluator bundle. */
  readonly evaluator: string;
  readonly limits?: Partial<Limits>;
  /** Models of an earlier run, of projects that are as they were. */
  readonly known?: { unchanged(project: string): boolean; model(project: string): Model };
}

/** What a project may be called. */
export const NAME = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** From here on a second process is worth its start. */
const MANY = 60;
const MAX_TEXT = 8 * 2 ** 20;

/** Names of the folders in projects/ that have a project.ts, sorted. */
export function discover(root: string): readonly string[] {
  const folder = join(root, 'projects');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'project.ts'))).sort();
}

/** Starts to bundle all projects that are not known. */
export function warmBundles(root: string, recollect: (names: readonly string[]) => LoadOptions['known']): void {
  if (!existsSync(root)) return;
  const real = realpathSync(root), names = discover(real).filter((name) => NAME.test(name)), known = recollect(names);
  begin(real, known ? names.filter((name) => !known.unchanged(name)) : names);
}
// ---- the pass ----

export async function load(options: LoadOptions): Promise<Pass<readonly Loaded[]>> {
  const root = realpathSync(options.root);
  const diagnostics: Diagnostic[] = [];
  const all = discover(root);
  if (all.length === 0) return { value: [], diagnostics: [diagnose(catalogue, 'LW1101', { file: 'projects' }, { folder: 'projects/' })] };
  const wanted = [...new Set(options.projects ?? all)].sort();
  for (const name of wanted) {
    if (!all.includes(name)) diagnostics.push(diagnose(catalogue, 'LW1122', { file: 'projects' }, { name: shown(name), nearest: nearest(name, all), known: all.map((n) => shown(n)) }));
    else if (!NAME.test(name)) diagnostics.push(diagnose(catalogue, 'LW1123', { file: `projects/${shown(name)}` }, { name: shown(name) }, { project: shown(name) }));
  }
  const right = wanted.filter((n) => all.includes(n) && NAME.test(n));
  const known = options.known;
  const names = known ? right.filter((n) => !known.unchanged(n)) : right;
  const limits = withDefaults(options.limits);
  const pool = new Pool(options.evaluator, limits, readFileSync(options.guest, 'utf8'));
  const loaded: Loaded[] = known ? right.filter((n) => known.unchanged(n)).map((project) =>
    ({ project, root, folder: `projects/${project}`, text: '', map: '', base: '', remembered: true, get model() { return known.model(project); } })) : [];

  // One reader of bundles, one or two evaluators that take from it in turn.
  const bundles = bundle(root, names);
  const work = async (): Promise<void> => {
    let evaluator: Evaluator | undefined;
    let before: Evaluated | undefined;
    const take = async (evaluated: Evaluated | undefined): Promise<void> => {
      if (!evaluated) return;
      const result = await modelOf(root, evaluated, limits);
      diagnostics.push(...result.diagnostics);
      if (result.loaded) loaded.push(result.loaded);
    };
    for (;;) {
      const next = await bundles.next();
      if (next.done) break;
      if ('diagnostics' in next.value) { diagnostics.push(...next.value.diagnostics); continue; }
      evaluator = evaluator && !evaluator.over && evaluator.ran < RUNS ? evaluator : pool.take();
      // the one before is looked at while the evaluator is at work on this one
      [before] = await Promise.all([evaluate(next.value.bundle, evaluator, pool), take(before)]);
      evaluator = before.evaluator;
    }
    if (evaluator) pool.give(evaluator);
    await take(before);
  };
  await Promise.all(names.length > MANY ? [work(), work()] : [work()]);

  loaded.sort((a, b) => a.project < b.project ? -1 : 1);
  diagnostics.sort((a, b) => (a.project ?? '') < (b.project ?? '') ? -1 : (a.project ?? '') > (b.project ?? '') ? 1 : 0);
  return { value: loaded, diagnostics };
}

/** Those of which places are asked for, with their texts. What cannot be bundled any more keeps its places to itself. */
export async function withTexts(root: string, loaded: readonly Loaded[], of: ReadonlySet<string>): Promise<readonly Loaded[]> {
  const missing = loaded.filter((l) => l.remembered && of.has(l.project));
  if (missing.length === 0) return loaded;
  const made = new Map<string, Bundle>();
  for await (const one of bundle(realpathSync(root), missing.map((l) => l.project))) if ('bundle' in one) made.set(one.bundle.project, one.bundle);
  return loaded.map((l) => { const bundle = made.get(l.project); return bundle ? { project: l.project, root: l.root, folder: l.folder, text: bundle.text, map: bundle.map, base: bundle.base, model: l.model } : l; });
}

interface Evaluated { readonly bundle: Bundle; readonly text: string; readonly edits: readonly Edit[]; readonly outcome: Outcome | { readonly tooLong: true }; readonly evaluator: Evaluator }

async function evaluate(bundle: Bundle, first: Evaluator, pool: Pool): Promise<Evaluated> {
  const { project, text: bundled } = bundle;
  if (bundled.length > MAX_TEXT) return { bundle, text: bundled, edits: [], outcome: { tooLong: true }, evaluator: first };
  const { text, edits } = looksForbidden(bundled) ? await rewrite(bundled) : { text: bundled, edits: [] as readonly Edit[] };
  let evaluator = first;
  const unused = evaluator.ran === 0;
  let outcome = await evaluator.run(project, text);
  if (!unused && ('failed' in outcome || ('ended' in outcome && outcome.ended === 'memory'))) {
    // What earlier projects left behind is not this one's fault: it gets a process of its own.
    evaluator.kill();
    evaluator = pool.fresh();
    outcome = await evaluator.run(project, text);
  }
  return { bundle, text, edits, outcome, evaluator };
}

async function modelOf(root: string, { bundle: { project, text, map, base }, text: evaluated, edits, outcome }: Evaluated, limits: Limits): Promise<{ readonly loaded?: Loaded; readonly diagnostics: readonly Diagnostic[] }> {
  const folder = `projects/${project}`;
  const file = entryOf(project);
  if ('tooLong' in outcome) return { diagnostics: [diagnose(catalogue, 'LW1121', { file }, { what: `more than ${MAX_TEXT / 2 ** 20} MiB of code and text` }, { project })] };
  const source: Source = { project, root, folder, text, map, base };
  if (!('answer' in outcome)) return { diagnostics: [ended(outcome, project, file, limits)] };
  const checked = check(outcome.answer, folder);
  if ('malformed' in checked) return { diagnostics: [diagnose(catalogue, 'LW1911', { file }, { detail: `its answer has ${checked.malformed} that is malformed` }, { project })] };
  // A class without a constructor has a frame of its own, at its head; the place is where it is made.
  const back = (site: readonly number[] = []): readonly number[] => {
    const all = site.map((o) => original(o, edits));
    const calls = all.filter((o) => !/^class\b/.test(text.slice(o, o + 6)));
    return calls.length > 0 ? calls : all;
  };
  const sites = checked.model.nodes.map((n) => back(n.site));
  const placed = linesOf({ root, text, map, base }, sites.map(([offset]) => offset));
  const model = freeze({
    ...checked.model,
    nodes: checked.model.nodes.map((n, i): Declared => { const place = placed[i]; return { ...n, site: sites[i]!, ...(place === undefined ? {} : { place }) }; }), uses: checked.model.uses.map((u) => ({ ...u, site: back(u.site) })),
  });
  const result: Loaded = { ...source, model };
  const diagnostics = await judge(result, checked, evaluated, back);
  return diagnostics.length > 0 ? { diagnostics } : { diagnostics, loaded: result };
}

function ended(outcome: Exclude<Outcome, { readonly answer: unknown }>, project: string, file: string, limits: Limits): Diagnostic {
  const extra = { project };
  if ('failed' in outcome) return diagnose(catalogue, 'LW1911', { file }, { detail: `the process ended with ${outcome.failed}` }, extra);
  if (outcome.ended === 'memory') return diagnose(catalogue, 'LW1107', { file }, { mebibytes: String(limits.heapMebibytes) }, extra);
  if (outcome.ended === 'size') return diagnose(catalogue, 'LW1121', { file }, { what: `more than ${Math.round(limits.answerBytes / 2 ** 20)} MiB` }, extra);
  return diagnose(catalogue, 'LW1106', { file }, { seconds: String(limits.milliseconds / 1000), promises: outcome.ended === 'promises' }, extra);
}
