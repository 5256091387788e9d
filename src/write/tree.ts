// Writes trees to the output folder: staged, journalled, two renames each; what is unchanged is not touched, what is not ours is not touched either.
import { dirname, join } from 'node:path';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { diagnose } from '../model/catalogue.ts';
import { write as catalogue } from '../model/catalogue/write.ts';
import { compare } from './canonical.ts';
import { disk, isDiskError } from './disk.ts';
import { begin, finishMoves, recoverMoves, stagedPath, tidy, WORK, workOf, type Move } from './journal.ts';
import { json } from './json.ts';
import { lock } from './lock.ts';
import { INDEX, SCHEMA, type Tree } from './render.ts';

export interface WriteRequest {
  readonly out: string;
  readonly trees: readonly Tree[];
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
export const recover = (out: string): Pass<undefined> => {
  const { diagnostics } = locked(out, () => NOTHING, false);
  return { value: undefined, diagnostics };
};

export async function write(request: WriteRequest): Promise<Pass<WriteReport>> {
  return locked(request.out, (diagnostics) => replace(request, diagnostics), true);
}

function locked(out: string, run: (diagnostics: Diagnostic[]) => WriteReport, make: boolean): Pass<WriteReport> {
  const diagnostics: Diagnostic[] = [];
  const at = { file: out };
  let begun = false;
  try {
    const entries = disk.list(out);
    if (entries === undefined && disk.stat(out) !== undefined) return { value: NOTHING, diagnostics: [diagnose(catalogue, 'LW1501', at, { folder: out, evidence: 'it is no folder' })] };
    const stranger = entries?.find(({ name }) => name !== WORK && !LITTER.has(name));
    const ours = entries?.some(({ name }) => name === WORK) || marked(disk.read(join(out, INDEX))) !== undefined;
    if (stranger && !ours) return { value: NOTHING, diagnostics: [diagnose(catalogue, 'LW1501', at, { folder: out, evidence: `it holds ${stranger.name} and no index.json of Leitwerk` })] };
    if (!make && !entries?.some(({ name }) => name === WORK)) return { value: NOTHING, diagnostics };
    disk.mkdir(workOf(out));
    const taken = lock(workOf(out));
    if ('pid' in taken) return { value: NOTHING, diagnostics: [diagnose(catalogue, 'LW1502', at, { folder: out, pid: taken.pid })] };
    try {
      begun = true;
      const { finished, undone } = recoverMoves(out);
      if (finished + undone > 0) diagnostics.push(diagnose(catalogue, 'LW1504', at, { folder: out, finished, undone }));
      begun = false;
      const value = run(diagnostics);
      return { value, diagnostics };
    } finally { end(out, taken.release); }
  } catch (error) {
    if (!isDiskError(error)) throw error;
    begun ||= disk.stat(join(workOf(out), 'journal.json')) !== undefined;
    return { value: NOTHING, diagnostics: [...diagnostics, diagnose(catalogue, 'LW1503', at, { path: error.path ?? out, reason: reasons[error.code ?? ''] ?? `${error.code}`, rolledBack: !begun })] };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up', EROFS: 'the disk is read-only', EACCES: 'this user may not write there', EPERM: 'this user may not write there',
  ENOTDIR: 'a part of the path is a file', ENAMETOOLONG: 'the path is too long', EMFILE: 'too many files are open',
};

/** Gives the lock back, and the folder with it if nobody else is waiting in it and nothing is left to finish. */
function end(out: string, release: () => void): void {
  try {
    release();
    disk.prune(workOf(out));
  } catch (error) { if (!isDiskError(error)) throw error; }
}

interface Listed { readonly path: string; readonly digest: string }
const marked = (text: string | undefined): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return isObject(value) && value['leitwerk'] === SCHEMA ? value : undefined;
  } catch { return undefined; }
};
const listed = (index: JsonObject | undefined): readonly Listed[] =>
  (Array.isArray(index?.['trees']) ? index['trees'] as readonly Json[] : []).filter((t): t is JsonObject & Listed => isObject(t) && typeof t['path'] === 'string' && typeof t['digest'] === 'string');

function replace({ out, trees, keep, index }: WriteRequest, diagnostics: Diagnostic[]): WriteReport {
  const before = disk.read(join(out, INDEX));
  const old = listed(marked(before));
  const given = new Set(trees.map((tree) => tree.path));
  const kept = old.filter(({ path }) => !given.has(path) && (keep?.(path) ?? false));
  const gone = old.filter(({ path }) => !given.has(path) && !(keep?.(path) ?? false) && disk.stat(join(out, path)) !== undefined);
  const states = trees.map((tree) => ({ tree, state: compareTree(out, tree) }));
  const foreign = [...states.flatMap(({ tree, state }) => typeof state === 'object' ? [{ path: tree.path, evidence: state.foreign }] : []),
    ...gone.flatMap(({ path }) => { const evidence = strangerIn(join(out, path), new Map()); return evidence === undefined ? [] : [{ path, evidence }]; })];
  if (foreign.length > 0) {
    diagnostics.push(...foreign.map(({ path, evidence }) => diagnose(catalogue, 'LW1501', { file: join(out, path) }, { folder: join(out, path), evidence })));
    return NOTHING;
  }
  const changed = states.filter(({ state }) => state === 'changed').map(({ tree }) => tree);
  const root = json({ leitwerk: SCHEMA, ...index, trees: [...kept, ...trees].map(({ path, digest }) => ({ path, digest })).toSorted((a, b) => compare(a.path, b.path)) });
  const moves: Move[] = [...changed.map((tree) => ({ to: tree.path, fresh: true })), ...gone.map(({ path }) => ({ to: path, fresh: false })), ...(root === before ? [] : [{ to: INDEX, fresh: true }])];
  if (moves.length > 0) commit(out, moves, changed, root);
  return {
    written: changed.map((tree) => tree.path), unchanged: states.filter(({ state }) => state === 'same').map(({ tree }) => tree.path), kept: kept.map(({ path }) => path), removed: gone.map(({ path }) => path),
  };
}

/** Until the journal is there, nothing of the old has moved, and a failure takes back what was staged. */
function commit(out: string, moves: readonly Move[], changed: readonly Tree[], root: string): void {
  try {
    for (const [i, tree] of changed.entries()) stage(out, tree, stagedPath(out, i));
    const last = moves.at(-1);
    if (last?.to === INDEX) {
      disk.mkdir(join(workOf(out), 'new'));
      disk.write(stagedPath(out, moves.length - 1), root);
    }
    begin(out, moves);
  } catch (error) {
    if (isDiskError(error)) { try { tidy(out); } catch { /* The next command tidies. */ } }
    throw error;
  }
  finishMoves(out, moves);
  tidy(out);
}

/** A changed file is written; an unchanged one gets a second name, so that its time stays. */
function stage(out: string, tree: Tree, to: string): void {
  const folders = new Set<string>();
  for (const [path, text] of tree.files) {
    const target = join(to, path), folder = dirname(target), present = join(out, tree.path, path);
    if (!folders.has(folder)) { disk.mkdir(folder); folders.add(folder); }
    if (disk.read(present) === text) disk.link(present, target); else disk.write(target, text);
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
