// Broken parts of rules in CEL: each part of each `&&` and `||` is left out once, and some pod must be judged otherwise than it should be.
import { ruleOf, subjectOf, variablesOf } from '../../src/check/cel/evaluate.ts';
import { parse } from '../../src/check/cel/parse.ts';
import { parts, type Cel } from '../../src/check/cel/tree.ts';
import { withAt, type JsonObject } from '../../src/model/json.ts';
import { podWith, type AnyPolicy, type ObjectPolicy } from '../../src/policy.ts';
import type { Survivor } from './judge.ts';
import { meant } from './meant.ts';

const safe = { securityContext: { allowPrivilegeEscalation: false } };
const first = (more: JsonObject): JsonObject => podWith(safe, more);
const other = { name: 'other', image: `registry.example/other@sha256:${'0'.repeat(64)}` };
const lists = ['containers', 'initContainers', 'ephemeralContainers'];
const gpu = { ...safe, resources: { limits: { 'nvidia.com/gpu': '1' } } };
/** What each rule admits and refuses, beside its examples and the mutants that are meant for it: without an error, for that refuses too and tells nobody why. */
const judged: Readonly<Record<string, { readonly admitted: readonly JsonObject[]; readonly refused: readonly JsonObject[] }>> = {
  'images-by-digest': {
    admitted: [podWith(safe), first({ initContainers: [other] }), first({ ephemeralContainers: [other] })],
    refused: [first({ ephemeralContainers: [{ ...other, image: 'registry.example/other:latest' }] })],
  },
  'no-privileged-pods': {
    admitted: [podWith(safe), ...['hostNetwork', 'hostPID', 'hostIPC'].map((name) => first({ [name]: false })), ...lists.flatMap((list) => [{}, { privileged: false }].map((more) => withAt(first({}), ['spec', list], [{ ...other, securityContext: { allowPrivilegeEscalation: false, ...more } }])))],
    refused: lists.flatMap((list) => [undefined, {}, { allowPrivilegeEscalation: true }, { allowPrivilegeEscalation: false, privileged: true }].map((securityContext) => withAt(first({}), ['spec', list], [{ ...other, ...(securityContext === undefined ? {} : { securityContext }) }]))),
  },
  'gpu-pods-queue-or-tolerate': {
    admitted: [podWith(safe), podWith({ ...safe, resources: {} }), podWith({ ...safe, resources: { limits: { cpu: '1' } } }), podWith(gpu, {}, { 'kueue.x-k8s.io/queue-name': 'crm' }), ...[{ key: 'nvidia.com/gpu', operator: 'Exists' }, { operator: 'Exists' }].map((t) => podWith(gpu, { tolerations: [t] }))],
    refused: [podWith(gpu), podWith(gpu, {}, { 'kueue.x-k8s.io/queue-name': '' }), podWith(gpu, {}, { app: 'x' }), ...[{ key: 'other', operator: 'Exists' }, { operator: 'Equal' }, { effect: 'NoSchedule' }].map((t) => podWith(gpu, { tolerations: [t] })), withAt(podWith(gpu), ['metadata', 'labels'], undefined)],
  },
};

export interface RuleMutant { readonly id: string; readonly does: string; readonly policy: ObjectPolicy }
export const ruleMutants = (policies: Readonly<Record<string, AnyPolicy>>): readonly RuleMutant[] => Object.entries(policies).flatMap(([id, policy]) => {
  if (!('onObject' in policy)) return [];
  const { cel } = policy.rule;
  return joined(parse(cel, variablesOf(policy.onObject))).map(({ part, neutral }): RuleMutant =>
    ({ id, does: `leaves out ${cel.slice(part.start, part.end).replace(/\s+/g, ' ')}`, policy: { ...policy, rule: { cel: `${cel.slice(0, part.start)}${neutral}${cel.slice(part.end)}` } } }));
});

/** Parts of conjunctions and disjunctions at any depth, with what leaves them out. */
const joined = (tree: Cel): readonly { readonly part: Cel; readonly neutral: string }[] => [
  ...(tree.op === 'and' || tree.op === 'or' ? tree.parts.map((part) => ({ part, neutral: tree.op === 'and' ? 'true' : 'false' })) : []), ...parts(tree).flatMap(joined),
];

/** What a rule says where it should say something else; none for a rule that is in order. */
export function wrongs(id: string, policy: ObjectPolicy): readonly string[] {
  const rule = ruleOf(policy);
  if ('code' in rule) return [rule.code];
  const { admitted = [], refused = [] } = judged[id] ?? {};
  const broken = meant.flatMap(({ by, around, edit }) => by === id ? [withAt(around?.props?.['manifest'] as JsonObject, edit.property.slice(1), edit.to)] : []);
  const says = (body: JsonObject): unknown => { const values = subjectOf(policy.onObject, body); return values === undefined ? 'nothing' : rule.evaluate([...values]); };
  return [
    ...[policy.passes, ...admitted].filter((body) => says(body) !== true).map((body) => `does not admit ${JSON.stringify(body['spec'])}`),
    ...[policy.fails, ...refused, ...broken].filter((body) => says(body) !== false).map((body) => `does not refuse ${JSON.stringify(body['spec'])}`),
  ];
}
export const judgeRule = ({ id, does, policy }: RuleMutant): Survivor | undefined => wrongs(id, policy).length > 0 ? undefined : { name: `${id}: ${does}`, because: 'all pods are judged as they should be' };
