// Watching: does something again whenever a file changes that a portfolio is made of. Folders are watched, not files: editors replace a file by another of its name.
import { existsSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

/** What a portfolio is made of beside the files at its root. */
const FOLDERS = ['projects', 'waivers', 'policies', 'targets', 'constructs'];
/** A file that is saved is told of several times; what comes later is met by the next call. */
const QUIET_MILLISECONDS = 5;

/** Calls `again` now and after each change; a change while it runs is met by the next call. `more`: folders beside those that every portfolio may have. Ends only where the system watches no more. */
export function whenChanged(root: string, again: () => Promise<void>, more: () => readonly string[]): Promise<never> {
  return new Promise((_, fail) => {
    const watched = new Map<string, FSWatcher>();
    let timer: NodeJS.Timeout | undefined;
    let busy = false, due = false;
    const run = async (): Promise<void> => {
      if (busy) { due = true; return; }
      busy = true;
      do {
        due = false;
        follow();
        await again();
      } while (due);
      follow(); // what it has found out to be a part of the platform
      busy = false;
    };
    // with them open, the process would never end
    const start = (): void => { run().catch((error: unknown) => { clearTimeout(timer); for (const w of watched.values()) w.close(); fail(error as Error); }); };
    const changed = (): void => { clearTimeout(timer); timer = setTimeout(start, QUIET_MILLISECONDS); };
    /** Folders come and go. */
    const follow = (): void => {
      const there = new Set([root, ...FOLDERS.flatMap((name) => foldersIn(join(root, name))), ...more().filter((folder) => existsSync(folder))]);
      for (const [folder, watcher] of watched) if (!there.has(folder)) { watcher.close(); watched.delete(folder); }
      for (const folder of there) {
        if (watched.has(folder)) continue;
        const watcher = watch(folder, (_, name) => { if (folder !== root || name === null || isOurs(name)) changed(); });
        // one whose folder is gone says so as an error on some systems; the folder above has told already
        watcher.on('error', () => { watcher.close(); watched.delete(folder); changed(); });
        watched.set(folder, watcher);
      }
    };
    start();
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
