// The host's side of the evaluator: starts it, hands it one project at a time, and ends it when time or memory is over. Only SIGKILL is sure.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import type { Answer } from './evaluator.ts';

export interface Limits {
  /** Time of one project. */
  readonly milliseconds: number;
  /** Heap of the evaluator. */
  readonly heapMebibytes: number;
  /** Resident memory, looked at while a project runs (Linux). */
  readonly residentMebibytes: number;
  /** Bytes of one answer. */
  readonly answerBytes: number;
}
export const defaultLimits: Limits = { milliseconds: 5_000, heapMebibytes: 256, residentMebibytes: 600, answerBytes: 16 * 2 ** 20 };

export type Outcome = { readonly answer: Answer } | { readonly ended: 'time' | 'promises' | 'memory' | 'size' } | { readonly failed: string };

const START_MILLISECONDS = 15_000;
const alive = new Set<ChildProcess>();
process.once('exit', () => { for (const child of alive) child.kill('SIGKILL'); });

/** `--permission` since 23.5 and 22.13: https://nodejs.org/api/permissions.html */
function rights(evaluator: string): readonly string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const flag = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13) ? '--permission' : '--experimental-permission';
  return [flag, `--allow-fs-read=${evaluator}`, '--no-warnings'];
}

/** Processor seconds after which the system ends an evaluator whose host is gone. */
const PROCESSOR_SECONDS = 60;

export class Evaluator {
  readonly #child: ChildProcess;
  readonly #limits: Limits;
  #buffer = '';
  #onLine: (line: string) => void = () => undefined;
  #onEnd: (why: string) => void = () => undefined;
  #over: string | undefined;
  #up = false;
  #ready: Promise<string | undefined>;
  /** Projects that it has run: one that has run none cannot be blamed for the memory of others. */
  ran = 0;

  constructor(path: string, limits: Limits = defaultLimits) {
    this.#limits = limits;
    const evaluator = realpathSync(path);
    const args = [`--max-old-space-size=${limits.heapMebibytes}`, ...rights(evaluator), evaluator];
    const windows = process.platform === 'win32';
    const [command, before] = windows || !existsSync('/bin/sh') ? [process.execPath, []] as const : ['/bin/sh', ['-c', `ulimit -c 0; ulimit -t ${PROCESSOR_SECONDS}; exec "$0" "$@"`, process.execPath]] as const;
    this.#child = spawn(command, [...before, ...args], { env: { TZ: 'UTC', LC_ALL: 'C', ...(windows ? { SystemRoot: process.env['SystemRoot'] } : {}) }, cwd: '/', stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
    alive.add(this.#child);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.#read(chunk));
    this.#child.on('error', (error) => this.#ended(error.message));
    this.#child.on('exit', (code, signal) => this.#ended(signal ?? `code ${code}`));
    this.#ready = new Promise((resolve) => {
      const timer = setTimeout(() => { this.kill(); resolve('it did not start'); }, START_MILLISECONDS);
      this.#onLine = () => { clearTimeout(timer); this.#up = true; resolve(undefined); };
      this.#onEnd = (why) => { clearTimeout(timer); resolve(why); };
    });
    this.#hold(false);
  }

  get over(): boolean { return this.#over !== undefined; }
  kill(): void { this.#child.kill('SIGKILL'); alive.delete(this.#child); this.#over ??= 'SIGKILL'; }
  send(request: object): void { this.#child.stdin?.write(`${JSON.stringify(request)}\n`); }

  /** Runs one project. Whatever it does, this returns within the limits; afterwards `over` says whether the process is still good. */
  async run(project: string, text: string): Promise<Outcome> {
    this.#hold(true);
    // sent in this turn where it can be: the caller goes on with other work
    const broken = this.#up ? undefined : await this.#ready;
    if (broken !== undefined || this.#over !== undefined) return this.#blame(broken ?? this.#over ?? '');
    const outcome = await new Promise<Outcome>((resolve) => {
      let returned = false;
      const done = (outcome: Outcome, end = false): void => {
        clearTimeout(clock);
        clearInterval(poll);
        if (end) this.kill();
        resolve(outcome);
      };
      const clock = setTimeout(() => done({ ended: returned ? 'promises' : 'time' }, true), this.#limits.milliseconds);
      const poll = setInterval(() => { if (this.#resident() > this.#limits.residentMebibytes) done({ ended: 'memory' }, true); }, 25);
      this.#onEnd = (why) => done(this.#blame(why));
      this.#onLine = (line) => {
        if (line === 'too long') return done({ ended: 'size' }, true);
        if (line.startsWith('{"returned"')) { returned = true; return; }
        try { done({ answer: (JSON.parse(line) as { answer: Answer }).answer }); } catch { done({ failed: 'its answer is no JSON' }, true); }
      };
      this.send({ project, text });
    });
    this.ran++;
    this.#hold(false);
    return outcome;
  }

  /** A process that V8 ended for lack of memory aborts; it may also trap. */
  #blame(why: string): Outcome {
    return /^(SIGABRT|SIGTRAP|SIGILL|SIGSEGV|code (134|133|132))$/.test(why) ? { ended: 'memory' } : why === 'SIGXCPU' ? { ended: 'time' } : { failed: why };
  }

  #read(chunk: string): void {
    this.#buffer += chunk;
    if (this.#buffer.length > this.#limits.answerBytes) { this.#buffer = ''; this.#onLine('too long'); return; }
    for (let end = this.#buffer.indexOf('\n'); end >= 0; end = this.#buffer.indexOf('\n')) {
      const line = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end + 1);
      this.#onLine(line);
    }
  }

  #ended(why: string): void { alive.delete(this.#child); this.#over ??= why; this.#onEnd(why); }

  /** A waiting evaluator does not keep the host's process alive. */
  #hold(on: boolean): void {
    const handles = [this.#child, this.#child.stdin, this.#child.stdout] as readonly ({ ref?(): void; unref?(): void } | null)[];
    for (const handle of handles) { if (on) handle?.ref?.(); else handle?.unref?.(); }
  }

  #resident(): number {
    if (process.platform !== 'linux' || this.#child.pid === undefined) return 0;
    try { return Number(readFileSync(`/proc/${this.#child.pid}/statm`, 'utf8').split(' ')[1]) * 4096 / 2 ** 20; } catch { return 0; }
  }
}
