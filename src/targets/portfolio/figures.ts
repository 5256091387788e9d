// What projects publish of themselves for the portfolio, read back with its types; what a project of another compiler does not publish is unknown.
import { known, assumed, unknown, type Known } from '../../fact.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import type { Money } from '../../model/money.ts';
import type { Summary } from '../../model/summary.ts';

export interface PublishedParty { readonly id: string; readonly provider: string; readonly region: string; readonly jurisdiction: string; readonly leaves: boolean; readonly retention: string; readonly agreement: string | null; readonly transferBasis: string | null; readonly subprocessors: number; readonly receives: readonly string[] }
export interface PublishedObligation { readonly article: string; readonly title: string; readonly from: string; readonly state: 'answered' | 'open' | 'elsewhere' }
export interface PublishedDeadline { readonly on: string; readonly kind: string; readonly what: string }

const list = <T>({ figures }: Summary, key: string): readonly T[] => (Array.isArray(figures[key]) ? figures[key] as unknown as readonly T[] : []);
export const thirdPartiesOf = (of: Summary): readonly PublishedParty[] => list(of, 'thirdParties');
export const obligationsOf = (of: Summary): readonly PublishedObligation[] => list(of, 'obligations');
export const deadlinesOf = (of: Summary): readonly PublishedDeadline[] => list(of, 'deadlines');

/** The figure that a project has published of its cost; one that has not is unknown. */
export function costOf({ figures: { cost } }: Summary): Known<Money> {
  if (!isObject(cost) || typeof cost['amount'] !== 'number') return unknown(...because(cost));
  const value = { amount: cost['amount'], currency: String(cost['currency']) };
  return cost['state'] === 'assumed' ? assumed(value) : known(value);
}
const because = (cost: Summary['figures'][string]): readonly string[] => (isObject(cost) && Array.isArray((cost as JsonObject)['because']) ? (cost as JsonObject)['because'] as readonly string[] : ['no figure']);
