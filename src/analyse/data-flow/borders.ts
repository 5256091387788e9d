// Borders that classified data passes on its way: which, with what, and whether the declaration allows it. One row a border.
import { known, unknown, type FactContext, type Known } from '../../fact.ts';
import { map } from '../../model/known.ts';
import type { AnyNode } from '../../model/node.ts';
import { isA } from '../../model/query.ts';
import { milliseconds } from '../../model/units.ts';
import { rank, runsAt, type Classification, type Flow } from './flow.ts';

/** `purpose`: used for what its contract does not name. `region`: leaves the region of its contract. `third-party`: another company gets it. `retention`: kept longer than promised, or nobody knows. `tenant`: rows of one tenant come before another's eyes. `log`: kept with questions and answers. */
export type Border = 'purpose' | 'region' | 'third-party' | 'retention' | 'tenant' | 'log';
export interface Crossing {
  readonly border: Border;
  readonly contract: string;
  readonly fields: readonly string[];
  /** The most protected of the fields. */
  readonly classification: Classification;
  /** Where it is when it has passed. */
  readonly to: string;
  /** Does the declaration allow it? Unknown where that hangs on what is not declared. */
  readonly allowed: Known<boolean>;
  readonly why: string;
}
type Judged = Pick<Crossing, 'allowed' | 'why'> | undefined;
interface Passing { readonly flow: Flow; readonly to: AnyNode; readonly nodes: ReadonlyMap<string, AnyNode>; readonly context: FactContext }

/** How long a node keeps what flows into it; undefined: it keeps nothing itself, or deletes with its source. `null`: without a limit. */
export function keeps(node: AnyNode): Known<string | null> | undefined {
  if (isA(node, 'DataContract')) return known(node.retention ?? null);
  if (isA(node, 'ExternalModel')) return known(node.retention);
  if (isA(node, 'Telemetry')) return known(node.content?.keep ?? '0d');
  if (isA(node, 'TrainedModel')) return unknown('what a model learned stays in it until it is trained again');
  return undefined;
}

const borders: Readonly<Record<Border, (passing: Passing) => Judged>> = {
  purpose({ flow, nodes, context }) {
    const [contract, { purpose }] = [nodes.get(flow.contract), context.project.root];
    if (flow.classification === 'confidential' || contract === undefined || !isA(contract, 'DataContract') || contract.purposes.includes(purpose)) return undefined;
    return { allowed: known(false), why: `used for '${purpose}'; its contract allows ${contract.purposes.join(', ') || 'nothing'}` };
  },
  region({ flow, to, nodes, context }) {
    const contract = nodes.get(flow.contract);
    const there = isA(to, 'DataContract') || isA(to, 'ExternalModel') || isA(to, 'Telemetry') ? known(to.region) : runsAt(context);
    if (contract === undefined || !isA(contract, 'DataContract') || (there.state !== 'unknown' && there.value === contract.region)) return undefined;
    const where = there.state === 'unknown' ? 'an unknown region' : `${there.value} (${context.platform.regions[there.value]?.jurisdiction ?? 'unknown jurisdiction'})`;
    return { allowed: map(there, (r) => context.project.root.regions.includes(r)), why: `from ${contract.region} to ${where}; the project names ${context.project.root.regions.join(', ')}` };
  },
  'third-party'({ to }) {
    if (!isA(to, 'ExternalModel')) return undefined;
    const terms = [`keeps it for ${to.retention}`, to.training ? 'may train on it' : 'may not train on it', ...to.subprocessors.map((s) => `${s.name} in ${s.region} handles it too`)];
    return { allowed: known(to.agreement !== undefined && !to.training), why: `${to.provider} in ${to.region}, ${to.agreement === undefined ? 'without an agreement' : `under ${to.agreement.reference}`}: ${terms.join(', ')}` };
  },
  retention({ flow, to }) {
    const kept = keeps(to);
    if (kept === undefined || flow.retention.state === 'unknown') return undefined;
    const due = flow.retention.value;
    if (kept.state === 'unknown') return { allowed: kept, why: kept.because.join('; ') };
    if (kept.value !== null && milliseconds(kept.value) <= milliseconds(due)) return undefined;
    return { allowed: known(false), why: `kept ${kept.value === null ? 'without a limit' : `for ${kept.value}`}; ${flow.contract} promises ${due}${flow.via.length === 0 ? '' : ` on the way by ${flow.via.join(', ')}`}` };
  },
  tenant({ flow, to, nodes }) {
    const index = nodes.get(flow.via.at(-1) ?? '');
    if (index === undefined || !isA(index, 'VectorIndex') || flow.within !== undefined || !(isA(to, 'Application') || isA(to, 'ModelEndpoint')) || isAskedBy(index, to)) return undefined;
    const { rowLevelSecurity } = index;
    const shows = to.access.tenantClaim === undefined ? 'no claim' : `the claim ${to.access.tenantClaim}`;
    return { allowed: known(rowLevelSecurity === undefined && flow.classification === 'confidential'), why: rowLevelSecurity === undefined ? `${index.$id} shows everything to everybody` : `${index.$id} wants the claim ${rowLevelSecurity.claim}; ${to.$id} shows ${shows}` };
  },
  log({ flow, to }) {
    if (!isA(to, 'Telemetry') || to.content === undefined) return undefined;
    const { keep, sample } = to.content;
    const safe = flow.arrives.state !== 'unknown' && flow.arrives.value === 'pseudonymised';
    return {
      allowed: safe ? known(true) : unknown(`${to.mask.length === 0 ? 'nothing is' : `only ${to.mask.join(', ')} ${to.mask.length === 1 ? 'is' : 'are'}`} masked in questions and answers`), why: `${sample} of questions and answers, kept for ${keep} in ${to.region}`,
    };
  },
};
/** The models that an index asks get texts, and look nothing up. */
const isAskedBy = ({ embedding, rerank }: { readonly embedding: { readonly model: { readonly $ref: string } }; readonly rerank?: { readonly model: { readonly $ref: string } } }, { $path }: { readonly $path: string }): boolean => embedding.model.$ref === $path || rerank?.model.$ref === $path;

/** What passes which border: one entry for each contract, border and place, with all fields that it is said of. */
export function crossingsOf(flows: readonly Flow[], nodes: ReadonlyMap<string, AnyNode>, context: FactContext): readonly Crossing[] {
  const found = new Map<string, Crossing>();
  for (const flow of flows) {
    const to = nodes.get(flow.to);
    if (to === undefined) continue;
    for (const [border, judge] of Object.entries(borders) as readonly (readonly [Border, (passing: Passing) => Judged])[]) {
      const judged = judge({ flow, to, nodes, context });
      if (judged === undefined) continue;
      const key = JSON.stringify([border, flow.contract, flow.to, judged]);
      const before = found.get(key);
      const classification = before === undefined || rank[flow.classification]! > rank[before.classification]! ? flow.classification : before.classification;
      found.set(key, { border, contract: flow.contract, fields: [...new Set([...(before?.fields ?? []), flow.field])], classification, to: flow.to, ...judged });
    }
  }
  return [...found.values()];
}
