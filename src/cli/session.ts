// What most commands begin with: the platform, the projects, one compilation, and every diagnostic with its place.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { profiles } from '../data/profiles.ts';
import { checkObjectPolicy } from '../check/cel/evaluate.ts';
import { checkPlatform } from '../check/platform.ts';
import { terraformTables } from '../check/terraform-schema.ts';
import { mergeEnvironments } from '../check/declarations.ts';
import { digestOf, type Memory } from '../cache/memory.ts';
import { load, withTexts, type Loaded } from '../load/load.ts';
import { withMembers } from '../load/member.ts';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import { hasErrors, type Diagnostic, type FileSite, type Site } from '../model/diagnostic.ts';
import { environmentsOf } from '../model/environments.ts';
import type { Concepts } from '../model/concepts.ts';
import type { Model } from '../model/node.ts';
import { nearest } from '../model/suggest.ts';
import { compile, type Compilation, type Input } from '../pipeline.ts';
import { inOrder, isLocated, type Located } from '../report/located.ts';
import { asOfDate, type AsOf } from './as-of.ts';
import { loadConcepts, loadRegistries } from './builtin.ts';
import { faultsOf } from './fault.ts';
import { packageRoot, rootOf } from './place.ts';
import { writeTypes } from './typed.ts';
import { text, texts, type Arguments, type Terminal } from './command.ts';

/** Where a wrong argument stands. */
export const commandLine = 'the command line';
export interface Session {
  readonly root: string;
  readonly asOf: AsOf;
  readonly input: Input;
  readonly loaded: readonly Loaded[];
  /** Projects that could not be read at all. */
  readonly broken: readonly string[];
  readonly compilation: Compilation;
  readonly diagnostics: readonly Located[];
}
/** The session, or the diagnostics of a platform that is not in order: exit code 2. */
export type Opened = { readonly session: Session } | Refused;
interface Refused { readonly refused: readonly Located[]; readonly root: string }
/** All that a compilation needs, and what loading has found. */
export type Prepared = Omit<Session, 'compilation' | 'diagnostics'> & {
  readonly found: readonly Diagnostic[];
  /** What an earlier run left; then `input` has only the models that were evaluated now, unless some environments were asked for, of which nothing is kept. */
  readonly memory?: Memory;
};

export const open = (args: Arguments, terminal: Terminal): Promise<Opened> => prepare(args, terminal, async (prepared) => {
  const { found, ...rest } = prepared;
  const compilation = compile(prepared.input);
  return { session: { ...rest, compilation, diagnostics: await settle([...found, ...compilation.diagnostics], prepared) } };
});

/** Loads everything and goes on with it; what is wrong with the platform itself, then or later, is refused at its place. */
export async function prepare<T>(args: Arguments, terminal: Terminal, goOn: (prepared: Prepared) => Promise<T>, memory?: Memory): Promise<T | Refused> {
  const root = rootOf(terminal.cwd);
  try {
    const loaded = await loadAll(args, root, memory);
    return 'refused' in loaded ? loaded : await goOn(loaded);
  } catch (error) {
    const faults = await faultsOf(error, root);
    if (!faults) throw error;
    return refusal(faults, root);
  }
}

/** What is said of the projects that were asked for: with the remedies that were tried, at its places, in order. */
export const settle = async (diagnostics: readonly Diagnostic[], prepared: Prepared): Promise<readonly Located[]> => (await settleSome(diagnostics, prepared, () => true)).shown;

/** The same of what is shown; of the rest nobody asks yet where it stands, which takes longer to find out than whether it is so. */
export async function settleSome(diagnostics: readonly Diagnostic[], { input, loaded, root }: Prepared, isShown: (d: Diagnostic) => boolean): Promise<{ readonly shown: readonly Located[]; readonly rest: readonly Diagnostic[] }> {
  const wanted = diagnostics.filter((d) => d.project === undefined || (input.projects?.includes(d.project) ?? true));
  const shown = wanted.filter(isShown);
  const located = await locate(await remedies(shown.filter((d) => !isLocated(d)), input, loaded), loaded, root);
  return { shown: [...located, ...shown.filter(isLocated)].sort(inOrder), rest: wanted.filter((d) => !isShown(d)) };
}

/** Findings at one place of the platform that hold in several environments are one. */
const refusal = async (found: readonly Diagnostic[], root: string): Promise<Refused> =>
  ({ root, refused: mergeEnvironments((await locate(found, [], root)).map((d) => ({ ...d, at: d.place ?? d.at }))) as readonly Located[] });

/** What other projects may use of one. */
export const publishedOf = (model: Model, concepts: Concepts): readonly (readonly [string, string])[] => model.nodes.filter((n) => concepts.info[n.kind]?.published).map((n) => [n.path, n.kind] as const);

async function loadAll(args: Arguments, root: string, memory: Memory | undefined): Promise<Prepared | Refused> {
  const home = packageRoot();
  const dated = asOfDate(text(args, 'as-of'), root);
  const refuse = (found: readonly Diagnostic[]): Promise<Refused> => refusal(found, root);
  const concepts = await loadConcepts(root);
  memory?.conceive(digestOf([readFileSync(concepts.guest, 'utf8'), concepts.info]));
  // the platform is judged while projects are still evaluated
  const judged = loadRegistries(root, concepts).then(({ value, diagnostics }) => ({ registries: value, wrong: value ? judge(value) : diagnostics }));
  const [loading, { registries, wrong }] = await Promise.all([
    load({ root, guest: concepts.guest, evaluator: join(home, 'build/evaluator.cjs'), ...(memory ? { known: memory } : {}) }).then((l) => withMembers(root, l, Object.keys(concepts.info))), judged,
  ]);
  if (!registries) return refuse(wrong);
  const { platform, waivers, code, ...tables } = registries;
  memory?.settle(digestOf([platform, code]));
  if (hasErrors(wrong)) return refuse(wrong);
  const asOf = await dated;
  const names = loading.value.map((l) => l.project);
  const broken = new Set(loading.diagnostics.map((d) => d.project));
  writeTypes({ root, platform, published: loading.value.flatMap((l) => l.remembered && memory ? memory.published(l.project) : publishedOf(l.model, concepts)), broken: [...broken] });
  const misnamed = [
    ...(asOf ? [] : [diagnose(catalogue, 'LW1010', { file: commandLine }, { given: text(args, 'as-of') ?? '' })]),
    ...texts(args, 'env').filter((e) => !Object.hasOwn(platform.environments, e)).map((e) => usage('environment', e, Object.keys(platform.environments))),
    ...args.positionals.filter((p) => !names.includes(p) && !broken.has(p)).map((p) => usage('project', p, names)),
  ];
  if (misnamed.length > 0 || !asOf) return refuse(misnamed);
  const environments = texts(args, 'env');
  const input: Input = {
    models: loading.value.flatMap((l) => l.remembered && environments.length === 0 ? [] : [l.model]), platform, concepts, ...tables, governance: waivers, asOf: asOf.date,
    ...(loading.value.some((l) => l.remembered && memory ? memory.kinds(l.project).includes('RawTerraform') : l.model.nodes.some((n) => n.kind === 'RawTerraform')) ? { terraformTables: await terraformTables() } : {}),
    ...(environments.length > 0 ? { environments } : {}), ...(broken.size > 0 ? { unreadable: [...broken].filter((p) => p !== undefined) } : {}), ...(args.positionals.length > 0 ? { projects: args.positionals } : {}),
  };
  const strangers = Object.keys(waivers).filter((p) => !names.includes(p) && !broken.has(p)).map((p) => diagnose(catalogue, 'LW1009', { file: `waivers/${p}.ts` }, { file: `waivers/${p}.ts`, project: p, nearest: nearest(p, names) }));
  if (strangers.length > 0) return refuse(strangers);
  return { root, asOf, input, loaded: loading.value, broken: [...broken].filter((p) => p !== undefined), found: loading.diagnostics, ...(memory ? { memory } : {}) };
}

/** What is wrong with the platform and the rules on objects, before anything is compiled with them. */
const judge = ({ platform, targets, policies }: Pick<Input, 'platform' | 'targets' | 'policies'>): readonly Diagnostic[] =>
  [...checkPlatform(platform, targets, Object.keys(profiles)), ...Object.entries(policies).flatMap(([id, policy]) => 'onObject' in policy ? checkObjectPolicy(id, policy) : [])];

const usage = (what: string, argument: string, known: readonly string[]): Diagnostic => {
  const near = nearest(argument, known);
  const made = diagnose(catalogue, 'LW1006', { file: commandLine }, { argument: JSON.stringify(argument), known, what });
  return near === undefined ? made : { ...made, remedies: [{ text: `did you mean ${near}?` }] };
};

/** Probing costs a compilation a candidate: only when a finding has candidates. */
async function remedies(diagnostics: readonly Diagnostic[], input: Input, loaded: readonly Loaded[]): Promise<readonly Diagnostic[]> {
  if (!diagnostics.some((d) => d.remedies?.some((r) => r.edit))) return diagnostics;
  const { tryRemedies } = await import('../probe/probe.ts');
  return tryRemedies({ diagnostics }, { ...input, models: loaded.map((l) => l.model) }, environmentsOf(input.platform));
}

/** Finds the place of each diagnostic; positions are worked out only here. */
export async function locate(diagnostics: readonly Diagnostic[], loaded: readonly Loaded[], root: string): Promise<readonly Located[]> {
  if (diagnostics.length === 0) return [];
  const needs = diagnostics.some((d) => !('file' in d.at) || d.related?.length);
  const projects = new Set(diagnostics.flatMap((d) => [d.at, ...(d.related ?? []).map((r) => r.at)]).flatMap((site) => 'node' in site ? site.node.split('/')[0] ?? [] : 'project' in site ? site.project : []));
  const readable = needs ? await withTexts(root, loaded, projects) : loaded;
  const locator = needs ? new (await import('../load/position.ts')).Locator(new Map(readable.map((l) => [l.project, l]))) : undefined;
  const inFile = async (site: FileSite): Promise<FileSite> => site.property === undefined ? site : (await import('../load/position.ts')).placeInFile(site, root);
  const placeOf = async (site: Site): Promise<FileSite | undefined> => 'file' in site ? inFile(site) : locator?.place(site);
  const located = diagnostics.map(async (d): Promise<Located> => {
    const place = await placeOf(d.at);
    const related = await Promise.all((d.related ?? []).map(async ({ at, what }) => { const place = await placeOf(at); return { ...(place ? { place } : {}), what }; }));
    const callers = (locator?.callers(d.at) ?? []).map((place) => ({ place, what: 'made by' }));
    return { ...d, ...(place ? { place } : {}), relatedPlaces: [...related, ...callers] };
  });
  return (await Promise.all(located)).sort(inOrder);
}

/** Reads lines of source files for excerpts; nothing for a file that is not there. */
export function sourceLines(root: string): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    if (!files.has(file)) { try { files.set(file, readFileSync(join(root, file), 'utf8').split('\n')); } catch { files.set(file, []); } }
    return files.get(file)?.[line - 1];
  };
}
