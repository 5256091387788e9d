// Names of fields that must be there: what is not, with the nearest name that is, as an edit to try.
import type { Found } from '../policy.ts';
import type { Path } from './json.ts';
import { nearest } from './suggest.ts';

export interface Named { readonly name: string; readonly at: Path }

/** A finding for each name that the contract does not have. */
export function missingFields(named: readonly Named[], contract: { readonly $path: string; readonly fields: object }, node: string): readonly Found[] {
  const there = Object.keys(contract.fields);
  return named.filter(({ name }) => !Object.hasOwn(contract.fields, name)).map(({ name, at }): Found => {
    const near = nearest(name, there);
    return {
      at, what: `names the field ${name}, which ${contract.$path} does not have${near === undefined ? '' : `; did you mean ${near}?`}`, why: [`its fields: ${there.join(', ')}`],
      ...(near === undefined ? {} : { try: [{ node, property: at, to: near }] }), related: [{ node: contract.$path, property: ['fields'], what: 'declared here' }],
    };
  });
}
