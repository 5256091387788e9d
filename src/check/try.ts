// Tries a policy on its own examples: it must speak on `fails` and be silent on `passes`. "No policy tried" is never a pass.
import { deriveFacts, derivePortfolioFacts } from '../analyse/run.ts';
import { summarise } from '../analyse/summarise.ts';
import type { Fact, PortfolioFact } from '../fact.ts';
import type { Concepts } from '../model/concepts.ts';
import { Fault, messageOf } from '../model/fault.ts';
import { environmentsOf } from '../model/environments.ts';
import { patched, type JsonObject } from '../model/json.ts';
import { link } from '../model/link.ts';
import type { Kind } from '../model/node.ts';
import type { Platform } from '../model/platform.ts';
import { query } from '../model/query.ts';
import { resolve } from '../model/resolve.ts';
import { kindsOf, type AnyDeclarationPolicy, type AnyPolicy, type Case } from '../policy.ts';
import { checkObjectPolicy, judgeObject } from './cel/evaluate.ts';
import { judgeNode } from './declarations.ts';
import { examplePlatform } from './example-platform.ts';
import { exampleOf } from './example.ts';

export interface Tables { readonly concepts: Concepts; readonly facts: Readonly<Record<string, Fact<unknown>>>; readonly portfolioFacts: Readonly<Record<string, PortfolioFact<unknown>>> }
export interface Trial { readonly id: string; readonly problems: readonly string[]; readonly says: readonly string[] }

export function tryPolicy(id: string, policy: AnyPolicy, tables: Tables): Trial {
  if ('onObject' in policy) {
    const bad = judgeObject(policy, policy.fails);
    return { id, says: bad === 'passes' ? [] : [bad.what], problems: checkObjectPolicy(id, policy).map((d) => [d.what, ...(d.why ?? [])].join('; ')) };
  }
  const kinds = kindsOf(policy);
  const trials = kinds.map((kind) => ({ kind, ...tryOn(id, policy, kind, tables) }));
  return { id, says: trials.flatMap(({ says }) => says), problems: trials.flatMap(({ kind, problems }) => problems.map((p) => (kinds.length > 1 ? `${kind}: ${p}` : p))) };
}

function tryOn(id: string, policy: AnyDeclarationPolicy, kind: Kind, tables: Tables): Omit<Trial, 'id'> {
  const [bad, good] = [policy.fails, policy.passes].map((example) => { try { return verdict(id, policy, kind, example, tables); } catch (error) { return { thrown: messageOf(error instanceof Fault ? error.cause : error) }; } }) as [Said, Said];
  return {
    says: Array.isArray(bad) ? bad : [],
    problems: [
      ...([['failing', bad], ['passing', good]] as const).flatMap(([which, said]) => typeof said === 'object' && 'thrown' in said ? [`throws on its ${which} example: ${said.thrown}`] : []),
      ...(typeof bad === 'object' && 'thrown' in bad ? [] : typeof bad === 'string' ? [`its failing example does not compile: ${bad}`] : bad.length === 0 ? ['is silent on its own failing example'] : []),
      ...(typeof good === 'object' && 'thrown' in good ? [] : typeof good === 'string' ? [`its passing example does not compile: ${good}`] : good.map((what) => `refuses its own passing example: ${what}`)),
    ],
  };
}

type Said = readonly string[] | string | { readonly thrown: string };
/** What the policy says of the case; a text if the case is no valid project. */
function verdict(id: string, policy: AnyDeclarationPolicy, kind: Kind, example: Case, { concepts, facts, portfolioFacts }: Tables): readonly string[] | string {
  const { model, subject } = exampleOf(kind, concepts.info, example);
  const platform = example.platform === undefined ? examplePlatform : patched(examplePlatform as unknown as JsonObject, example.platform) as unknown as Platform;
  const env = environmentsOf(platform).find((e) => e.name === (example.environment ?? 'production'));
  if (!env) return `the example platform has no environment ${example.environment}`;
  const { value: [linked] } = link([model], concepts);
  const { value: project, diagnostics } = resolve(linked!, env.name, platform, concepts);
  if (!project) return diagnostics.filter((d) => d.code !== 'LW1213').map((d) => d.what).join('; ') || diagnostics.map((d) => d.what).join('; ');
  const derived = deriveFacts(facts, { ...query(project), project, platform, env });
  const summary = summarise(project, model, derived, facts, concepts);
  const portfolio = derivePortfolioFacts(portfolioFacts, { platform, env, summaries: [summary] });
  const context = { ...query(project), project, root: project.root, platform, env, facts: derived, portfolio, asOf: example.asOf ?? '2026-11-23' };
  return context.all(kind).filter(({ $path }) => $path === subject).flatMap((node) => judgeNode(id, policy, node, context)).map((d) => d.what);
}
