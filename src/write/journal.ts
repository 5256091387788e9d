// The journal: which staged trees go where. It is written when all is staged, so what it names can always be finished; without it nothing was begun.
import { dirname, join } from 'node:path';
import { isObject } from '../model/json.ts';
import { disk } from './disk.ts';
import { pathFault } from './paths.ts';

/** Our folder inside the output folder: lock, journal, what is staged, what was replaced. It is gone when a command has ended well. */
export const WORK = '.leitwerk';
export const workOf = (out: string): string => join(out, WORK);

/** `to` is a path in the output folder; `fresh` whether something staged takes its place, or it only goes. */
export interface Move { readonly to: string; readonly fresh: boolean }

const staged = (out: string, i: number): string => join(workOf(out), 'new', String(i));
const replaced = (out: string, i: number): string => join(workOf(out), 'old', String(i));
export const stagedPath = staged;

/** Appears whole, by a rename. */
export function begin(out: string, moves: readonly Move[]): void {
  const path = join(workOf(out), 'journal.json');
  disk.remove(`${path}.part`);
  disk.write(`${path}.part`, JSON.stringify(moves));
  disk.mkdir(join(workOf(out), 'old'));
  disk.rename(`${path}.part`, path);
}

/** Finishes what the journal names; each step can be repeated. */
export function finishMoves(out: string, moves: readonly Move[]): void {
  for (const [i, { to, fresh }] of moves.entries()) {
    const target = join(out, to);
    const waiting = fresh && disk.stat(staged(out, i)) !== undefined;
    if ((waiting || !fresh) && disk.stat(target) !== undefined && disk.stat(replaced(out, i)) === undefined) disk.rename(target, replaced(out, i));
    if (!waiting) continue;
    disk.mkdir(dirname(target));
    disk.rename(staged(out, i), target);
  }
  disk.remove(join(workOf(out), 'journal.json'));
  for (const { to, fresh } of moves) if (!fresh) for (let parent = dirname(to); parent !== '.'; parent = dirname(parent)) disk.prune(join(out, parent));
}

/** Removes what is staged or replaced; only where no journal needs it. */
export function tidy(out: string): void {
  for (const part of ['journal.json.part', 'new', 'old']) disk.remove(join(workOf(out), part));
}

/** What an interrupted command left: trees finished, and staged trees given up. */
export function recoverMoves(out: string): { readonly finished: number; readonly undone: number } {
  const moves = parse(disk.read(join(workOf(out), 'journal.json')));
  const undone = moves ? 0 : disk.list(join(workOf(out), 'new'))?.length ?? 0;
  if (moves) finishMoves(out, moves);
  else disk.remove(join(workOf(out), 'journal.json'));
  tidy(out);
  return { finished: moves?.length ?? 0, undone };
}

/** Undefined where there is no journal, or one that we did not write. */
function parse(text: string | undefined): readonly Move[] | undefined {
  try {
    const moves: unknown = JSON.parse(text ?? '');
    const isMove = (m: unknown): m is Move => isObject(m) && typeof m['to'] === 'string' && pathFault(m['to']) === undefined && typeof m['fresh'] === 'boolean';
    return Array.isArray(moves) && moves.every(isMove) ? moves : undefined;
  } catch { return undefined; }
}
