// Runs other programs: collects what they say, or passes it on line by line while they work.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Runs a program to its end: { code, out, all }. It never throws for an exit code; `say` gets each line as it comes. */
export function run(command, args, { cwd, env, say, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    let out = '', all = '', line = '';
    const take = (chunk) => {
      all += chunk;
      if (!say) return;
      const lines = (line + chunk).split('\n');
      line = lines.pop();
      for (const text of lines) say(text);
    };
    child.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; take(chunk); });
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => error.code === 'ENOENT' ? resolve({ code: 127, out: '', all: `${command} is not on this machine` }) : reject(error));
    child.on('close', (code, signal) => { if (say && line) say(line); resolve({ code: code ?? 128, out, all: signal ? `${all}\nended by ${signal}` : all }); });
    if (input !== undefined) child.stdin.end(input);
  });
}

/** As `run`, and an error with the program's last words where it fails. */
export async function must(command, args, options) {
  const result = await run(command, args, options);
  if (result.code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${result.code}: ${result.all.trim().split('\n').slice(-12).join('\n')}`);
  return result;
}

/** Whether a program is on the path. */
export const has = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => {
  try { accessSync(join(folder, program), constants.X_OK); return true; } catch { return false; }
});

/** Does `work` for each item, `width` at a time, results in order. */
export async function inParallel(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, async () => { while (next < items.length) { const i = next++; results[i] = await work(items[i], i); } }));
  return results;
}
