// What the guest runtime remembers while one project is evaluated: where it stands, and what is wrong so far.
// Each project has its own compartment and its own copy of this module; nothing here is shared between projects.

export type Step = string | number;
/** A problem as it crosses the border: a code of the catalogue, text parameters, and where. */
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly offsets: string;
  readonly node?: string;
  readonly property?: readonly Step[];
  readonly related?: { readonly offsets: string; readonly what: string };
}

/** Set once by the evaluator. `capture` returns the offsets of the project's frames, innermost first. */
export const state = {
  capture: (): string => '',
  folder: '',
  project: undefined as string | undefined,
  closed: false,
  problems: [] as Problem[],
};

/** An error that is on the list already: whoever catches it must not report it again. */
export class Reported extends Error {}

export function report(code: string, params: Readonly<Record<string, string>>, where: Partial<Problem> = {}): void {
  if (state.problems.length < 100) state.problems.push({ code, params, offsets: where.offsets ?? state.capture(), ...where });
}

/** Reports and throws: for what evaluation cannot go on from. */
export function fail(code: string, params: Readonly<Record<string, string>>, where?: Partial<Problem>): never {
  report(code, params, where);
  throw new Reported(code);
}
