// What a catalogue entry is, and the one way from it to a diagnostic: a missing or misspelt parameter does not compile.
import type { Diagnostic, Severity, Site } from './diagnostic.ts';

export interface Entry<P> {
  readonly severity: Severity;
  /** The rule in a few words; SARIF and `explain` show it. */
  readonly title: string;
  readonly what: (params: P) => string;
  /** The numbers and names behind it, a line each. */
  readonly why?: (params: P) => readonly string[];
  readonly remedy?: (params: P) => string;
  /** A declaration that gets it, and one that does not, for `explain`. */
  readonly wrong?: string;
  readonly right?: string;
}
export const entry = <P>(definition: Entry<P>): Entry<P> => definition;

/** A table of one pass: code to entry. */
export type Catalogue = Readonly<Record<string, Entry<never>>>;
type Params<E> = E extends Entry<infer P> ? P : never;
/** What the place of the finding adds to what its entry says. */
export type Extra = Partial<Pick<Diagnostic, 'severity' | 'remedies' | 'related' | 'project' | 'environments'>>;

/** `diagnose(load, 'LW1101', site, { ... })`: the entry's words with these numbers, at this place. */
export function diagnose<C extends Catalogue, K extends keyof C & string>(catalogue: C, code: K, at: Site, params: Params<C[K]>, extra: Extra = {}): Diagnostic {
  const { severity, what, why, remedy } = catalogue[code] as unknown as Entry<unknown>;
  const because = why?.(params) ?? [];
  return {
    code, severity, at, what: what(params),
    ...(because.length > 0 ? { why: because } : {}),
    ...(remedy ? { remedies: [{ text: remedy(params) }] } : {}),
    ...extra,
  };
}
