// What the compiler is made of in a portfolio: its own concepts, targets, policies and facts, and those that the platform adds.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Fact, PortfolioFact } from '../fact.ts';
import { facts, policies, portfolioFacts, targets } from '../generated/registry.ts';
import { loadPlatform, type LoadedPlatform } from '../load/platform.ts';
import type { ConceptInfo, Concepts } from '../model/concepts.ts';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { messageOf } from '../model/fault.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { ownConcepts } from '../load/own-concepts.ts';
import { Refused } from './fault.ts';
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
  const own = root === home ? undefined : await ownConcepts(root, home).catch((error: unknown) => { throw new Refused(conceptFaults(error, root)); });
  return own ? { info: { ...info, ...own.info }, validators: { ...validators, ...own.validators }, guest: own.guest } : { info, validators, guest: join(home, 'build/guest.js') };
}

const sorted = <T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(table).sort(([a], [b]) => a < b ? -1 : 1));

export async function loadRegistries(root: string, concepts: Concepts): Promise<Pass<(LoadedPlatform & Omit<Registries, 'concepts' | 'platform'>) | undefined>> {
  const { value: own, diagnostics } = await loadPlatform({ root, packageRoot: packageRoot(), concepts });
  if (!own) return { value: undefined, diagnostics };
  return { value: { ...own, targets: sorted({ ...targets, ...own.targets }), policies: sorted({ ...policies, ...own.policies }), facts, portfolioFacts }, diagnostics };
}

interface BuildFailure { readonly errors?: readonly { readonly text: string; readonly location: { readonly file: string; readonly line: number; readonly column: number } | null }[] }
/** What esbuild or the generator says of a concept file: `constructs/x/y.ts: what is wrong`. */
function conceptFaults(error: unknown, root: string): readonly Diagnostic[] {
  const failed = (error as BuildFailure).errors ?? [];
  if (failed.length > 0) return failed.map(({ text, location }) => diagnose(catalogue, 'LW1002', location ? { file: relative(root, resolve(location.file)).split(sep).join('/'), line: location.line, column: location.column + 1 } : { file: 'constructs' }, { problem: text }));
  const [, file = 'constructs', problem = messageOf(error)] = /^(constructs\/[^:]+): (.*)$/s.exec(messageOf(error)) ?? [];
  return [diagnose(catalogue, 'LW1007', { file }, { file, problem: `is no concept: ${problem}`, folder: 'constructs' })];
}

/** What there is. `strict`: a platform that is not in order is refused; without it, whoever wants an explanation gets what the package has. */
export async function registries(cwd: string, strict = false): Promise<Registries> {
  const root = rootOf(cwd);
  const own = loadConcepts(root);
  const concepts = await (strict ? own : own.catch((error: unknown) => { if (error instanceof Refused) return loadConcepts(packageRoot()); throw error; }));
  const { value, diagnostics } = await loadRegistries(root, concepts);
  if (value) return { ...value, concepts };
  if (strict && existsSync(join(root, 'leitwerk.config.ts'))) throw new Refused(diagnostics);
  return { concepts, targets, policies, facts, portfolioFacts };
}
