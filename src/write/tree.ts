// Writes trees to the output folder: staged, journalled, two renames each; what is unchanged is not touched, what is not ours is not touched either.
import { dirname, join } from 'node:path';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { diagnose } from '../model/catalogue.ts';
import { sha256 } from '../model/digest.ts';
import { write as catalogue } from '../model/catalogue/write.ts';
import { compare } from './canonical.ts';
import { disk, isDiskError } from './disk.ts';
import { begin, finishMoves, recoverMoves, stagedPath, tidy, WORK, workOf, type Move } from './journal.ts';
import { json } from './json.ts';
import { lock } from './lock.ts';
import { INDEX, SCHEMA, type KeptTree, type Tree } from './render.ts';

export interface WriteRequest {
  readonly out: string;
  /** Each is asked for when the one before it is staged, so that not all need to be there at once. One that is known to stand as it is needs no texts. */
  readonly trees: Iterable<Tree | KeptTree> | AsyncIterable<Tree | KeptTree>;
  /** Trees that stay as they are: those of projects with errors, and of environments or projects that were not asked for. */
  readonly keep?: (path: string) => boolean;
  /** What dist/index.json says beside the trees, such as the compiler's version. */
  readonly index?: JsonObject;
}
export interface WriteReport {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}
const NOTHING: WriteReport = { written: [], unchanged: [], kept: [], removed: [] };
/** What file managers leave everywhere. */
const LITTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

/** Puts in order what an interrupted command left. Every command that reads the output folder may call it first. */
export function recover(out: string): Pass<undefined> {
  const { taken, diagnostics } = enter(out, false);
  if (taken) leave(out, taken);
  return { value: undefined, diagnostics };
}

export async function write(request: WriteRequest): Promise<Pass<WriteReport>> {
  const { out } = request;
  const { taken, diagnostics } = enter(out, true);
  if (!taken) return { value: NOTHING, diagnostics };
  try {
    return { value: await replace(request, diagnostics), diagnostics };
  } catch (error) {
    const stands = disk.stat(join(workOf(out), 'journal.json')) !== undefined;
    return { value: NOTHING, diagnostics: [...diagnostics, refused(out, error, stands)] };
  } finally { leave(out, taken); }
}

type Taken = () => void;

/** Takes the lock of a folder that is ours, and finishes or undoes what an interrupted command left there. */
function enter(out: string, make: boolean): { readonly taken?: Taken; readonly diagnostics: Diagnostic[] } {
  const at = { file: out };
  let taken: Taken | undefined;
  try {
    const entries = disk.list(out);
    if (entries === undefined && disk.stat(out) !== undefined) return { diagnostics: [diagnose(catalogue, 'LW1501', at, { folder: out, evidence: 'it is no folder' })] };
    const stranger = entries?.find(({ name }) => name !== WORK && !LITTER.has(name));
    // the platform's cache has the same name: only what a command leaves behind while it writes is a sign
    const ours = (disk.list(workOf(out)) ?? []).some(({ name }) => /^(lock|journal|(new|old)$)/.test(name)) || marked(disk.read(join(out, INDEX))) !== undefined;
    if (stranger && !ours) return { diagnostics: [diagnose(catalogue, 'LW1501', at, { folder: out, evidence: `it holds ${stranger.name} and no index.json of Leitwerk` })] };
    if (!make && !entries?.some(({ name }) => name === WORK)) return { diagnostics: [] };
    disk.mkdir(workOf(out));
    const locked = lock(workOf(out));
    if ('pid' in locked) return { diagnostics: [diagnose(catalogue, 'LW1502', at, { folder: out, pid: locked.pid })] };
    taken = locked.release;
  } catch (error) { return { diagnostics: [refused(out, error, disk.stat(join(workOf(out), 'journal.json')) !== undefined)] }; }
  try {
    const { finished, undone } = recoverMoves(out);
    return { taken, diagnostics: finished + undone > 0 ? [diagnose(catalogue, 'LW1504', at, { folder: out, finished, undone })] : [] };
  } catch (error) {
    leave(out, taken);
    return { diagnostics: [refused(out, error, true)] };
  }
}

/** Gives the lock back, and the folder with it if nobody else is waiting in it and nothing is left to finish. */
function leave(out: string, release: Taken): void {
  try {
    release();
    disk.prune(workOf(out));
  } catch (error) { if (!isDiskError(error)) throw error; }
}

/** What the disk refused; anything else is a bug and is thrown on. */
function refused(out: string, error: unknown, begun: boolean): Diagnostic {
  if (!isDiskError(error)) throw error;
  return diagnose(catalogue, 'LW1503', { file: out }, { path: error.path ?? out, reason: reasons[error.code ?? ''] ?? `${error.code}`, rolledBack: !begun });
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up', EROFS: 'the disk is read-only', EACCES: 'this user may not write there', EPERM: 'this user may not write there',
  ENOTDIR: 'a part of the path is a file', ENAMETOOLONG: 'the path is too long', EMFILE: 'too many files are open',
};

interface Listed { readonly path: string; readonly digest: string }
const marked = (text: string | undefined): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) && value['leitwerk'] === SCHEMA ? value : undefined;
  } catch { return undefined; }
};
const listed = (index: JsonObject | undefined): readonly Listed[] =>
  (Array.isArray(index?.['trees']) ? index['trees'] as readonly Json[] : []).filter((t): t is JsonObject & Listed => isObject(t) && typeof t['path'] === 'string' && typeof t['digest'] === 'string');

/** What is known of a tree once it is staged; its texts are forgotten. */
interface Standing { readonly path: string; readonly digest: string; readonly state: 'same' | 'changed' | { readonly foreign: string } }

async function replace({ out, trees, keep, index }: WriteRequest, diagnostics: Diagnostic[]): Promise<WriteReport> {
  const before = disk.read(join(out, INDEX));
  const old = listed(marked(before));
  try {
    const all: Standing[] = [];
    let changed = 0;
    for await (const tree of trees) {
      const state = typeof tree.files === 'number' ? 'same' : compareTree(out, tree as Tree);
      if (state === 'changed') stage(out, tree as Tree, stagedPath(out, changed++));
      all.push({ path: tree.path, digest: tree.digest, state });
    }
    const given = new Set(all.map((tree) => tree.path));
    const kept = old.filter(({ path }) => !given.has(path) && (keep?.(path) ?? false));
    const gone = old.filter(({ path }) => !given.has(path) && !(keep?.(path) ?? false) && disk.stat(join(out, path)) !== undefined);
    const foreign = [...all.flatMap(({ path, state }) => typeof state === 'object' ? [{ path, evidence: state.foreign }] : []),
      ...gone.flatMap(({ path }) => { const evidence = strangerIn(join(out, path), new Map()); return evidence === undefined ? [] : [{ path, evidence }]; })];
    if (foreign.length > 0) {
      diagnostics.push(...foreign.map(({ path, evidence }) => diagnose(catalogue, 'LW1501', { file: join(out, path) }, { folder: join(out, path), evidence })));
      tidy(out);
      return NOTHING;
    }
    const fresh = all.filter(({ state }) => state === 'changed').map(({ path }) => path);
    const root = json({ leitwerk: SCHEMA, ...index, trees: [...kept, ...all].map(({ path, digest }) => ({ path, digest })).toSorted((a, b) => compare(a.path, b.path)) });
    const moves: Move[] = [...fresh.map((to) => ({ to, fresh: true })), ...gone.map(({ path }) => ({ to: path, fresh: false })), ...(root === before ? [] : [{ to: INDEX, fresh: true }])];
    if (moves.length > 0) commit(out, moves, root);
    return { written: fresh, unchanged: all.filter(({ state }) => state === 'same').map(({ path }) => path), kept: kept.map(({ path }) => path), removed: gone.map(({ path }) => path) };
  } catch (error) {
    // Until the journal is there, nothing of the old has moved, and a failure takes back what was staged.
    if (disk.stat(join(workOf(out), 'journal.json')) === undefined) { try { tidy(out); } catch { /* The next command tidies. */ } }
    throw error;
  }
}

function commit(out: string, moves: readonly Move[], root: string): void {
  if (moves.at(-1)?.to === INDEX) {
    disk.mkdir(join(workOf(out), 'new'));
    disk.write(stagedPath(out, moves.length - 1), root);
  }
  begin(out, moves);
  finishMoves(out, moves);
  tidy(out);
}

/** A changed file is written; an unchanged one gets a second name, so that its time stays. */
function stage(out: string, tree: Tree, to: string): void {
  const folders = new Set<string>();
  const before = disk.stat(join(out, tree.path)) !== undefined;
  for (const [path, text] of tree.files) {
    const target = join(to, path), folder = dirname(target), present = join(out, tree.path, path);
    if (!folders.has(folder)) { disk.mkdir(folder); folders.add(folder); }
    if (before && disk.read(present) === text) disk.link(present, target); else disk.write(target, text);
  }
}

/** A tree is the same if each file is as long as it should be and no younger than the index; else its content is read. */
function compareTree(out: string, tree: Tree): 'same' | 'changed' | { readonly foreign: string } {
  const folder = join(out, tree.path);
  const text = disk.read(join(folder, INDEX));
  if (text === tree.files.get(INDEX)) {
    const written = disk.stat(join(folder, INDEX))!.mtimeMs;
    const same = [...tree.files].every(([path, content]) => {
      const stat = disk.stat(join(folder, path));
      if (stat?.isFile() !== true || stat.size !== Buffer.byteLength(content)) return false;
      return stat.mtimeMs <= written || disk.read(join(folder, path)) === content;
    });
    if (same) return 'same';
  }
  const stranger = strangerIn(folder, tree.files);
  return stranger === undefined ? 'changed' : { foreign: stranger };
}

/** Does a tree stand as it was written? By the same rule, with digests in place of the texts. */
export function stands(out: string, { path, index }: KeptTree): boolean {
  const folder = join(out, path);
  const text = disk.read(`${folder}/${INDEX}`);
  if (text === undefined || sha256(text) !== index) return false;
  const written = disk.stat(`${folder}/${INDEX}`)!.mtimeMs;
  return (JSON.parse(text) as { readonly artefacts: readonly { readonly path: string; readonly bytes: number; readonly digest: string }[] }).artefacts.every((artefact) => {
    const file = `${folder}/${artefact.path}`, stat = disk.stat(file);
    if (stat?.isFile() !== true || stat.size !== artefact.bytes) return false;
    return stat.mtimeMs <= written || sha256(disk.read(file) ?? '') === artefact.digest;
  });
}

/** The first file in a folder that we neither wrote before nor will write now. */
function strangerIn(folder: string, files: ReadonlyMap<string, string>): string | undefined {
  const entries = disk.list(folder);
  if (entries === undefined) return disk.stat(folder) === undefined ? undefined : `${folder} is a file`;
  if (entries.length === 0) return undefined;
  const index = marked(disk.read(join(folder, INDEX)));
  if (!index) return `${folder} has no index.json of Leitwerk`;
  const known = new Set([INDEX, ...files.keys(), ...(Array.isArray(index['artefacts']) ? index['artefacts'] as readonly Json[] : []).flatMap((a) => isObject(a) && typeof a['path'] === 'string' ? [a['path']] : [])]);
  const visit = (path: string): string | undefined => {
    for (const entry of disk.list(join(folder, path)) ?? []) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) { const found = visit(inner); if (found !== undefined) return found; } else if (!known.has(inner) && !LITTER.has(entry.name)) return `${inner} is not in its index`;
    }
    return undefined;
  };
  return visit('');
}
