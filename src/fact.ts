// What an analysis is: one file in `src/analyse/`, a pure function of one resolved project (or of all summaries), computed once and only if asked for.
import type { Facts, PortfolioFacts } from './generated/registry-types.ts';
import type { Environment, Platform } from './model/platform.ts';
import type { JsonObject } from './model/json.ts';
import type { Resolved } from './model/node.ts';
import type { Query } from './model/query.ts';
import type { Summary } from './model/summary.ts';

export interface FactContext extends Query {
  readonly project: Resolved;
  readonly platform: Platform;
  readonly env: Environment;
  /** The other facts, each derived on first use; a cycle is a bug of ours and says so. */
  readonly facts: Facts;
}
export interface Fact<T> {
  /** What it knows, in one sentence. */
  readonly doc: string;
  readonly derive: (context: FactContext) => T;
  /** Figures that other projects and the portfolio may see; keys are shared by all facts, such as `gpus`, `cost`. */
  figures?(value: T): JsonObject;
}
/** `export default fact<Sizing>({ doc, derive })`; the value's type is written out, so that facts may read each other. */
export const fact = <T>(definition: Fact<T>): Fact<T> => definition;

export interface PortfolioContext {
  readonly platform: Platform;
  readonly env: Environment;
  /** Published summaries of all projects in this environment, by project name, sorted. */
  readonly summaries: readonly Summary[];
  readonly facts: PortfolioFacts;
}
export interface PortfolioFact<T> { readonly doc: string; readonly per: 'portfolio'; readonly derive: (context: PortfolioContext) => T }
export const portfolioFact = <T>(definition: Omit<PortfolioFact<T>, 'per'>): PortfolioFact<T> => ({ ...definition, per: 'portfolio' });

/** A quantity that may not be known. Unknown is never zero: arithmetic with it stays unknown and keeps the reasons. */
export type Known<T> =
  | { readonly state: 'known'; readonly value: T }
  | { readonly state: 'assumed'; readonly value: T; readonly assumptions: readonly string[] }
  | { readonly state: 'unknown'; readonly because: readonly string[] };
export const known = <T>(value: T): Known<T> => ({ state: 'known', value });
export const assumed = <T>(value: T, ...assumptions: string[]): Known<T> => ({ state: 'assumed', value, assumptions });
export const unknown = (...because: string[]): Known<never> => ({ state: 'unknown', because });
