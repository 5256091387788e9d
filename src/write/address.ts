// How objects and blocks are called in what people read.
import type { Address } from '../target.ts';
import { compare } from './canonical.ts';

export const addressText = ({ kind, namespace, name }: Address): string => `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
export const blockText = ({ block, type, name }: { readonly block: string; readonly type: string; readonly name: string }): string => `${block} ${type}.${name}`;

/** Up to five of the same kind or type, for a reader who has mistyped a name. */
export function near<I extends { readonly name: string }>(wanted: I, all: readonly I[], text: (id: I) => string): readonly string[] {
  const sort = (id: I): unknown => 'kind' in id ? id.kind : 'type' in id ? id.type : undefined;
  return all.filter((id) => sort(id) === sort(wanted)).map(text).sort(compare).slice(0, 5);
}
