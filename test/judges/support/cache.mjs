// Where judges are installed: a folder of the user, outside the clone, shared by all clones, one installation at a time.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const judgesFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'leitwerk', 'judges');

const alive = (pid) => { try { process.kill(pid, 0); return true; } catch (error) { return error.code === 'EPERM'; } };

/** Does `work` while no other process of this user installs; a lock whose process has died is taken over. */
export async function installing(cache, say, work) {
  const lock = join(cache, '.installing');
  mkdirSync(cache, { recursive: true });
  for (let told = false; ;) {
    try { writeFileSync(lock, String(process.pid), { flag: 'wx' }); break; } catch (error) { if (error.code !== 'EEXIST') throw error; }
    let holder = 0;
    try { holder = Number(readFileSync(lock, 'utf8')); } catch { continue; }
    if (holder === process.pid || holder && !alive(holder)) { rmSync(lock, { force: true }); continue; }
    if (!told) { say(`another run (process ${holder}) installs the judges; waiting for it`); told = true; }
    await sleep(1000);
  }
  try { return await work(); } finally { rmSync(lock, { force: true }); }
}
