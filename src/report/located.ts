// A diagnostic with its places found, as all formats print it.
import type { Diagnostic, FileSite } from '../model/diagnostic.ts';

export interface Located extends Diagnostic {
  readonly place?: FileSite;
  readonly relatedPlaces: readonly { readonly place?: FileSite; readonly what: string }[];
}
/** What has its place has had its remedies tried, too. */
export const isLocated = (d: Diagnostic): d is Located => 'relatedPlaces' in d;

const rank = { error: 0, warning: 1, info: 2 } as const;
/** Errors first, then by file, line and code; the same order on every machine. */
export const inOrder = (a: Located, b: Located): number =>
  Number(a.waived !== undefined) - Number(b.waived !== undefined) || rank[a.severity] - rank[b.severity]
  || compare(a.place?.file ?? '', b.place?.file ?? '') || (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0) || compare(a.code, b.code) || compare(a.what, b.what);
const compare = (a: string, b: string): number => a < b ? -1 : a > b ? 1 : 0;

/** Control characters made visible: what a project declares cannot move the cursor or start a command of the CI system. */
export const inert = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (c) => `\\u${c.codePointAt(0)!.toString(16).padStart(4, '0')}`);

export const placeText = (place: FileSite | undefined): string =>
  place === undefined ? '' : `${inert(place.file)}${place.line === undefined ? '' : `:${place.line}${place.column === undefined ? '' : `:${place.column}`}`}`;
