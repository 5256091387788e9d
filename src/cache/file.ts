// The file of the cache: what is said of all projects, then their models, each read when somebody wants it. A digest and a time tell whether it is ours and whole.
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../model/digest.ts';

/** A later form of the file has another number. */
const FORMAT = 1;
const MOST_BYTES = 512 * 2 ** 20;
const LINE_FEED = 10;

export const cacheFile = (root: string): string => join(root, '.leitwerk/cache');

export interface Stored { readonly head: unknown; /** What stands at a place behind the head. */ readonly bytes: (at: readonly [offset: number, length: number]) => Buffer }

/**
 * Nothing where there is none, or one that is not to be believed: a part of it is missing, another version wrote it, or it came with the sources.
 * What a version control system brings has the time of the checkout; ours has the time that it names itself, to a fraction of a second that no commit has.
 */
export function readCache(root: string): Stored | undefined {
  try {
    const path = cacheFile(root);
    const { mtimeMs, size } = statSync(path);
    if (size > MOST_BYTES) return undefined;
    const bytes = readFileSync(path);
    const first = bytes.indexOf(LINE_FEED);
    const [format, time, digest] = bytes.toString('latin1', 0, first).split(' ');
    if (Number(format) !== FORMAT || Math.abs(Number(time) - mtimeMs) > 0.01 || sha256(bytes.subarray(first + 1)) !== digest) return undefined;
    const second = bytes.indexOf(LINE_FEED, first + 1);
    return { head: JSON.parse(bytes.toString('utf8', first + 1, second)), bytes: ([offset, length]) => bytes.subarray(second + 1 + offset, second + 1 + offset + length) };
  } catch { return undefined; }
}

/** Appears whole, by a rename; of two that write at once, one is kept. Where nothing may be written, nothing is kept. */
export function writeCache(root: string, head: object, parts: readonly Uint8Array[]): void {
  const path = cacheFile(root);
  const draft = `${path}.${process.pid}`;
  try {
    const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...parts]);
    const now = Date.now();
    const time = now % 1000 === 0 ? now + 1 : now;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, Buffer.concat([Buffer.from(`${FORMAT} ${time} ${sha256(body)}\n`), body]));
    utimesSync(draft, time / 1000, time / 1000);
    renameSync(draft, path);
    sweep(dirname(path), now);
  } catch { rmSync(draft, { force: true }); }
}

/** Drafts of commands that were ended while they wrote; another one may still be at work with what is a minute old. */
function sweep(folder: string, now: number): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/^cache\.\d+$/.test(name) && now - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now) > 60_000) rmSync(path, { force: true });
  }
}
