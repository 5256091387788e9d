// A target, policy or fact that fails while it works: which one, and on what. Thrown, since nothing sensible can follow; the command line says it.
export type Faulty = 'target' | 'policy' | 'fact';

export class Fault extends Error {
  readonly what: Faulty;
  readonly id: string;
  /** Path of the node, or what else it was at work on. */
  readonly on: string;
  constructor(what: Faulty, id: string, on: string, cause: unknown) {
    super(`the ${what} ${id} fails on ${on}: ${messageOf(cause)}`, { cause });
    this.what = what;
    this.id = id;
    this.on = on;
  }
}

/** What was thrown, in words, whatever it is. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
  return typeof thrown === 'string' ? thrown : JSON.stringify(thrown) ?? String(thrown);
}

/** Runs a part of a target, policy or fact; what it throws gets its name. The innermost name stays. */
export function named<T>(what: Faulty, id: string, on: string, run: () => T): T {
  try { return run(); } catch (error) { throw error instanceof Fault ? error : new Fault(what, id, on, error); }
}
