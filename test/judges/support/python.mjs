// Installs what a judge in Python needs: a virtual environment of its own, with exactly the versions of its lock; and keeps an interpreter that has imported what takes long.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './files.mjs';
import { createInterface } from 'node:readline';
import { must } from './process.mjs';

export const here = new URL('../python/', import.meta.url).pathname;
const lockOf = (group) => join(here, `${group}.txt`);
export const versionOf = (group, of) => new RegExp(`^${of}==(\\S+)`, 'm').exec(readFileSync(lockOf(group), 'utf8'))[1];
export const environment = (group, { cache }) => join(cache, 'python/venv', group);
export const python = (group, context) => join(environment(group, context), 'bin/python');
/** No telemetry, no update checks. */
export const quiet = { DO_NOT_TRACK: '1', PYTHONWARNINGS: 'ignore', COLUMNS: '200', FEAST_USAGE: 'False', GX_ANALYTICS_ENABLED: 'false', SODA_CORE_TELEMETRY_ENABLED: 'false', OTEL_SDK_DISABLED: 'true', MLFLOW_DISABLE_TELEMETRY: 'true', NEMO_GUARDRAILS_NO_USAGE_STATS: '1', GIT_PYTHON_REFRESH: 'quiet' };

export async function installPython(group, context, what) {
  const folder = environment(group, context), stamp = join(folder, '.stamp'), want = sha256(readFileSync(lockOf(group))).slice(0, 16);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  context.say(`installing ${what}`);
  rmSync(folder, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', folder]);
  await must(python(group, context), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', lockOf(group)]);
  writeFileSync(stamp, want);
}

/** An interpreter that has imported these modules while a judge works, with `open` and `close` for the judge: importing them takes longer than judging. `run` is as in process.mjs. */
export function warm(group, ...modules) {
  let child, jobs, last, scratch;
  const it = {
    open(context) {
      [jobs, last, scratch] = [new Map(), 0, context.scratch];
      child = spawn(python(group, context), [join(here, 'warm.py'), ...modules], { env: { ...process.env, ...quiet, XDG_RUNTIME_DIR: scratch }, stdio: ['pipe', 'pipe', 'pipe'] });
      let said = '';
      child.stderr.setEncoding('utf8').on('data', (text) => { said = (said + text).slice(-4000); });
      const ended = (why) => { for (const { reject } of jobs.values()) reject(new Error(why)); jobs.clear(); };
      child.on('error', ({ message }) => ended(message)).on('close', (code) => ended(`the interpreter ended with ${code}: ${said}`));
      child.stdin.on('error', () => {}); // told by 'close'
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [id, code] = line.split(' ').map(Number), job = jobs.get(id);
        if (job && jobs.delete(id)) job.resolve({ code, all: readFileSync(job.out, 'utf8') });
      });
    },
    close() { child?.stdin.end(); },
    run: (argv, cwd = scratch) => new Promise((resolve, reject) => {
      const id = ++last, out = join(scratch, `job-${id}.log`);
      jobs.set(id, { resolve, reject, out });
      child.stdin.write(`${JSON.stringify({ id, argv, cwd, out })}\n`);
    }),
    /** What a program that is given a question in one file writes as the answer into another; both are JSON. */
    async answer(program, question) {
      const [from, to] = ['question', 'answer'].map((part) => join(scratch, `${part}-${last + 1}.json`));
      writeFileSync(from, JSON.stringify(question));
      const { code, all } = await it.run([program, from, to]);
      if (code !== 0) throw new Error(`${program} ended with ${code}: ${all.trim().split('\n').slice(-12).join('\n')}`);
      return JSON.parse(readFileSync(to, 'utf8'));
    },
  };
  return it;
}
