// What the analyses of data flow share: a flow, how classifications are ordered, how times of retention add up.
import { assumed, known, unknown, type FactContext, type Known } from '../../fact.ts';
import { milliseconds } from '../../model/units.ts';

export type Classification = 'confidential' | 'personal' | 'special-category';
export interface Flow {
  /** Contract and field where the data comes from. */
  readonly contract: string;
  readonly field: string;
  readonly classification: Classification;
  /** What it reaches: a data set, features, an index, a model, an endpoint, an application, telemetry. */
  readonly to: string;
  /** What it is called there. */
  readonly name: string;
  /** Nodes on the way, the last one before `to` last. */
  readonly via: readonly string[];
  /** What happened to it: readable as it is, only under a pseudonym, or not known. */
  readonly arrives: Known<'as-it-is' | 'pseudonymised'>;
  /** The shortest time that something on the way promises to keep it; what it was copied into may keep it no longer. */
  readonly retention: Known<string>;
  /** Claim that must be equal: who asks gets only rows of their own tenant. */
  readonly within?: string;
}
export const rank: Readonly<Record<string, number>> = { public: 0, internal: 1, confidential: 2, personal: 3, 'special-category': 4 };
/** Of two promises to delete, the earlier; one that is not made changes nothing. */
export const shorter = (a: Known<string>, b: string | undefined): Known<string> =>
  b === undefined ? a : a.state === 'unknown' || milliseconds(b) < milliseconds(a.value) ? known(b) : a;
/** Where what has no region of its own runs. */
export const runsAt = ({ env }: Pick<FactContext, 'env'>): Known<string> => (env.accounts[0] === undefined ? unknown('no account says where the cluster is') : assumed(env.accounts[0].region, 'the cluster is in the region of the first account'));
