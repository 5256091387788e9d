// The evaluators that wait for work. A part of the build by itself, since the first is started before the program is read: it is a process that takes as long to be ready.
import { existsSync } from 'node:fs';
import { defaultLimits, Evaluator, type Limits } from './child.ts';

/** Does the command look into projects? */
export const evaluates = ([command = '', ...options]: readonly string[]): boolean =>
  ['synth', 'check', 'why', 'facts', 'types', 'test'].includes(command) && !options.includes('--help') && !options.includes('-h');

/** An evaluator that ran this many projects is replaced: what they left in its memory goes with it. */
export const RUNS = 500;
const idle: { readonly path: string; readonly limits: string; readonly evaluator: Evaluator }[] = [];
export const withDefaults = (limits: Partial<Limits> = {}): Limits => ({ ...defaultLimits, ...limits });

/** Starts an evaluator where none waits: what other processes do while this one reads its program costs nothing. */
export function warm(path: string): void {
  const limits = withDefaults(), key = JSON.stringify(limits);
  if (existsSync(path) && !idle.some((i) => i.path === path && i.limits === key)) idle.push({ path, limits: key, evaluator: new Evaluator(path, limits) });
}
/** Ends the evaluators that wait. */
export function cool(): void { for (const { evaluator } of idle.splice(0)) evaluator.kill(); }

export class Pool {
  readonly #path: string;
  readonly #limits: Limits;
  readonly #guest: string;
  constructor(path: string, limits: Limits, guest: string) { this.#path = path; this.#limits = limits; this.#guest = guest; }

  take(): Evaluator {
    const key = JSON.stringify(this.#limits);
    for (let i = idle.length - 1; i >= 0; i--) {
      const { path, limits, evaluator } = idle[i]!;
      if (path !== this.#path || limits !== key) continue;
      idle.splice(i, 1);
      if (!evaluator.over && evaluator.ran < RUNS) return this.#withGuest(evaluator);
      evaluator.kill();
    }
    return this.fresh();
  }
  fresh(): Evaluator { return this.#withGuest(new Evaluator(this.#path, this.#limits)); }
  give(evaluator: Evaluator): void {
    if (!evaluator.over) idle.push({ path: this.#path, limits: JSON.stringify(this.#limits), evaluator });
  }
  #withGuest(evaluator: Evaluator): Evaluator { evaluator.send({ guest: this.#guest }); return evaluator; }
}
