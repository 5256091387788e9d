// What the compiler says: code, place, what is wrong, why with the numbers, what to do. Returned, never thrown.
import type { Path } from './json.ts';
import type { NodeSite } from './node.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A place in a file, one-based; `property` (and `key`, its name): in what the file exports as default, found when printed. `exact: false` means "here or before". `rung`: the property itself, the spread or argument that brought it, or the declaration. */
export interface FileSite { readonly file: string; readonly line?: number; readonly column?: number; readonly endColumn?: number; readonly exact?: boolean; readonly property?: Path; readonly key?: true; readonly rung?: 'property' | 'source' | 'declaration' }
/** A character offset in a project's evaluated text, as V8 gave it. */
export interface OffsetSite { readonly project: string; readonly offsets: readonly number[] }
export type Site = NodeSite | FileSite | OffsetSite;

/** A change of one property that makes the finding go away. `tried` is set by `probe`, never by hand. */
export interface Edit {
  readonly node: string;
  readonly property: Path;
  readonly to: unknown;
  /** What it brings, or costs: `slack 4.3 GiB per GPU`. */
  readonly note?: string;
}
export interface Remedy { readonly text: string; readonly edit?: Edit; readonly tried?: true }

export interface Diagnostic {
  /** `LW` and four digits for the compiler's own; the file name of the policy for findings. */
  readonly code: string;
  readonly severity: Severity;
  readonly at: Site;
  readonly what: string;
  readonly why?: readonly string[];
  readonly remedies?: readonly Remedy[];
  readonly related?: readonly { readonly at: Site; readonly what: string }[];
  /** The project that it belongs to; a portfolio or platform diagnostic has none. */
  readonly project?: string;
  /** The emitted object that a policy on objects refused, `Deployment/chat`. */
  readonly object?: string;
  /** The environments in which it holds; findings that agree are merged. */
  readonly environments?: readonly string[];
  /** Set when a waiver covers it: it is reported as waived and never counts as an error. */
  readonly waived?: { readonly by: string; readonly until: string; readonly because: string };
}

/** What each pass returns. */
export interface Pass<T> { readonly value: T; readonly diagnostics: readonly Diagnostic[] }

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((d) => d.severity === 'error' && d.waived === undefined);
