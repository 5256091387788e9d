// Watching: does something again whenever a file changes that a portfolio is made of. Folders are watched, not files: editors replace a file by another of its name.
import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** What a portfolio is made of beside the files at its root. */
const FOLDERS = ['projects', 'waivers', 'policies', 'targets', 'constructs'];
/** A file that is saved is told of several times; what comes later is met by the next call. */
const QUIET_MILLISECONDS = 5;

/** Calls `again` now and after each change until the signal; a change while it runs is met by the next call. Rejects where the system watches no more. */
export function whenChanged(root: string, again: () => Promise<void>, signal?: AbortSignal): Promise<void> {
  return new Promise((done, fail) => {
    const watched = new Map<string, FSWatcher>();
    let timer: NodeJS.Timeout | undefined;
    let busy = false, due = false;
    const end = (settle: () => void): void => { clearTimeout(timer); for (const w of watched.values()) w.close(); watched.clear(); settle(); };
    const failed = (error: unknown): void => end(() => fail(error as Error));
    const run = (): void => {
      if (busy) { due = true; return; }
      busy = true;
      due = false;
      try { follow(); } catch (error) { failed(error); return; }
      again().then(() => { busy = false; if (due && signal?.aborted !== true) run(); }, failed);
    };
    const changed = (): void => { clearTimeout(timer); timer = setTimeout(run, QUIET_MILLISECONDS); };
    /** Folders come and go. */
    const follow = (): void => {
      const there = new Set([root, ...FOLDERS.flatMap((name) => foldersIn(join(root, name)))]);
      for (const [folder, watcher] of watched) if (!there.has(folder)) { watcher.close(); watched.delete(folder); }
      for (const folder of there) {
        if (watched.has(folder)) continue;
        const watcher = watch(folder, (_, name) => { if (folder !== root || name === null || isOurs(name)) changed(); });
        // one whose folder is gone says so as an error on some systems; the folder above has told already
        watcher.on('error', () => { watcher.close(); watched.delete(folder); changed(); });
        watched.set(folder, watcher);
      }
    };
    signal?.addEventListener('abort', () => end(done), { once: true });
    run();
  });
}

/** Of the root: its folders, and files that the platform may import. What commands write there is none of it. */
const isOurs = (name: string): boolean => FOLDERS.includes(name) || /\.([cm]?[jt]s|json)$/.test(name);

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  try {
    return [folder, ...readdirSync(folder, { withFileTypes: true }).filter((e) => e.isDirectory() && e.name !== 'node_modules').flatMap((e) => foldersIn(join(folder, e.name)))];
  } catch { return []; } // gone meanwhile
}
