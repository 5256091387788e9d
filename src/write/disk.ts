// Every file-system call of writing goes through here, so that a test can stop or fail each of them.
import * as fs from 'node:fs';
import { dirname } from 'node:path';

/** Called before each call with its name and path; may throw what the call would throw. */
export type Watcher = (call: string, path: string) => void;
let watcher: Watcher | undefined;
export const watch = (next: Watcher | undefined): void => { watcher = next; };

const guarded = <A extends readonly [string, ...unknown[]], R>(name: string, call: (...args: A) => R) => (...args: A): R => {
  watcher?.(name, args[0]);
  return call(...args);
};

/** Undefined where there is nothing; anything else is thrown. */
const orNothing = <A extends readonly unknown[], R>(call: (...args: A) => R) => (...args: A): R | undefined => {
  try { return call(...args); } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
};

export const hasCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;
/** Errors of the disk, as opposed to bugs of ours. */
export const isDiskError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error && 'syscall' in error;

/** With its parents, which are looked for first: an error of Node costs more than ten looks. Node's own `recursive` does not end where a file system refuses new folders with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (fs.statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path && !fs.existsSync(parent)) makeFolder(parent);
  try { fs.mkdirSync(path); } catch (error) {
    if (!hasCode(error, 'EEXIST') || !fs.statSync(path).isDirectory()) throw error;
  }
}

export const disk = {
  read: orNothing(guarded('read', (path: string) => fs.existsSync(path) ? fs.readFileSync(path, 'utf8') : undefined)),
  list: orNothing(guarded('list', (path: string) => fs.existsSync(path) ? fs.readdirSync(path, { withFileTypes: true }) : undefined)),
  stat: orNothing(guarded('stat', (path: string) => fs.lstatSync(path, { throwIfNoEntry: false }))),
  mkdir: guarded('mkdir', makeFolder),
  write: guarded('write', (path: string, text: string) => { fs.writeFileSync(path, text, { flag: 'wx' }); }),
  rename: guarded('rename', (from: string, to: string) => { fs.renameSync(from, to); }),
  /** The same file under a second name: its time stays. */
  link: guarded('link', (from: string, to: string) => {
    try { fs.linkSync(from, to); } catch (error) {
      if (hasCode(error, 'EEXIST')) throw error;
      const { atime, mtime } = fs.statSync(from);
      fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL);
      fs.utimesSync(to, atime, mtime);
    }
  }),
  remove: guarded('remove', (path: string) => { fs.rmSync(path, { recursive: true, force: true, maxRetries: 3 }); }),
  /** Removes a folder if it is empty. */
  prune: guarded('prune', (path: string) => {
    try { fs.rmdirSync(path); } catch (error) { if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].some((code) => hasCode(error, code))) throw error; }
  }),
};
