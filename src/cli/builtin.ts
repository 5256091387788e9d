// What the compiler is made of in a portfolio: its own concepts, targets, policies and facts, and those that the platform adds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fact, PortfolioFact } from '../fact.ts';
import { facts, policies, portfolioFacts, targets } from '../generated/registry.ts';
import { loadPlatform, type LoadedPlatform } from '../load/platform.ts';
import type { ConceptInfo, Concepts } from '../model/concepts.ts';
import type { Pass } from '../model/diagnostic.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { ownConcepts } from '../load/own-concepts.ts';
import { packageRoot, rootOf } from './place.ts';

export interface Registries {
  readonly concepts: Concepts;
  readonly targets: Readonly<Record<string, AnyTarget>>;
  readonly policies: Readonly<Record<string, AnyPolicy>>;
  readonly facts: Readonly<Record<string, Fact<unknown>>>;
  readonly portfolioFacts: Readonly<Record<string, PortfolioFact<unknown>>>;
  readonly platform?: LoadedPlatform['platform'];
}

/** The package's concepts and those in the portfolio's own `constructs/`; the guest bundle that goes with them. */
export async function loadConcepts(root: string): Promise<Concepts & { readonly guest: string }> {
  const home = packageRoot();
  const { validators } = await import('../../build/validators.mjs');
  const info = JSON.parse(readFileSync(join(home, 'src/generated/schemas.json'), 'utf8')) as Readonly<Record<string, ConceptInfo>>;
  const own = root === home ? undefined : await ownConcepts(root, home);
  return own ? { info: { ...info, ...own.info }, validators: { ...validators, ...own.validators }, guest: own.guest } : { info, validators, guest: join(home, 'build/guest.js') };
}

const sorted = <T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(table).sort(([a], [b]) => a < b ? -1 : 1));

export async function loadRegistries(root: string, concepts: Concepts): Promise<Pass<(LoadedPlatform & Omit<Registries, 'concepts' | 'platform'>) | undefined>> {
  const { value: own, diagnostics } = await loadPlatform({ root, packageRoot: packageRoot(), concepts });
  if (!own) return { value: undefined, diagnostics };
  return { value: { ...own, targets: sorted({ ...targets, ...own.targets }), policies: sorted({ ...policies, ...own.policies }), facts, portfolioFacts }, diagnostics };
}

/** For commands that explain: what there is, with or without a platform in order. */
export async function registries(cwd: string): Promise<Registries> {
  const concepts = await loadConcepts(rootOf(cwd));
  const { value } = await loadRegistries(rootOf(cwd), concepts);
  return value ? { ...value, concepts } : { concepts, targets, policies, facts, portfolioFacts };
}
