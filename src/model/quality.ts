// What must hold of the rows of a data set, out of its types and its declared rules: one list, which each checker says in its own words.
import type { NodeOf } from './node.ts';

type Contract = NodeOf<'DataContract'>;
export type Rule =
  | Contract['quality'][number]
  /** Never missing. */
  | { readonly kind: 'present'; readonly field: string }
  /** Only these values. */
  | { readonly kind: 'values'; readonly field: string; readonly values: readonly string[] };

/** Rules about fields that the contract does not have are left out: a finding names them. */
export function rulesOf({ fields, quality }: Contract): readonly Rule[] {
  const there = (field: string): boolean => Object.hasOwn(fields, field);
  const keys = Object.keys(fields).filter((f) => fields[f]!.key);
  const declared = quality.filter((r) => ('field' in r ? there(r.field) : 'fields' in r ? r.fields.every(there) : true));
  const unique = keys.length > 0 && !declared.some((r) => r.kind === 'unique' && [...r.fields].sort().join() === [...keys].sort().join());
  return [
    ...Object.entries(fields).flatMap(([field, { nullable, values }]): Rule[] => [...(nullable ? [] : [{ kind: 'present', field } as const]), ...(values ? [{ kind: 'values', field, values } as const] : [])]),
    ...(unique ? [{ kind: 'unique', fields: keys } as const] : []), ...declared,
  ];
}
