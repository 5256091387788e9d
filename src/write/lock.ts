// One writer at a time: a lock file that names its process. A lock whose process is gone is taken over.
import { join } from 'node:path';
import { disk, hasCode } from './disk.ts';

const held = new Set<string>();

const alive = (pid: number): boolean => {
  // Our own number on a lock that we do not hold is left over from an earlier process of that number, as happens in containers.
  if (pid === process.pid) return false;
  try { process.kill(pid, 0); return true; } catch (error) { return !hasCode(error, 'ESRCH'); }
};

/** The process that has the lock, or a function that gives it back. */
export function lock(folder: string): { readonly pid: number } | { readonly release: () => void } {
  const path = join(folder, 'lock');
  if (held.has(path)) return { pid: process.pid };
  const own = join(folder, `lock.${process.pid}`);
  for (let gone = 0; ;) {
    disk.remove(own);
    // The command before us may remove the folder while we enter it.
    try { disk.write(own, `${process.pid}\n`); } catch (error) {
      // some file systems (/proc) let a folder be made that is not there afterwards
      if (!hasCode(error, 'ENOENT') || ++gone > 100) throw error;
      disk.mkdir(folder);
      continue;
    }
    // A link appears with its content, or not at all.
    try {
      disk.link(own, path);
      disk.remove(own);
      held.add(path);
      sweep(folder);
      return { release: () => { held.delete(path); disk.remove(path); } };
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    const text = disk.read(path);
    const pid = Number.parseInt(text ?? '', 10);
    if (text !== undefined && Number.isInteger(pid) && alive(pid)) { disk.remove(own); return { pid }; }
    // Of two that find a stale lock, one moves it away; the other finds nothing to move, or puts back what it should not have moved.
    const stale = join(folder, `stale.${process.pid}`);
    disk.remove(stale);
    try { disk.rename(path, stale); } catch (error) { if (!hasCode(error, 'ENOENT')) throw error; continue; }
    if (disk.read(stale) !== text) { try { disk.link(stale, path); } catch (error) { if (!hasCode(error, 'EEXIST')) throw error; } }
    disk.remove(stale);
  }
}

/** Removes what processes that are gone left beside the lock. */
function sweep(folder: string): void {
  for (const { name } of disk.list(folder) ?? []) {
    const pid = /^(?:lock|stale)\.(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !alive(Number(pid))) disk.remove(join(folder, name));
  }
}
