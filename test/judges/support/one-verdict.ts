// What the judge `one-verdict` compares: random rules, and the real policies on varied objects, each with the verdict of CI and the text for its two other readers.
import { CelError } from '../../../src/check/cel/compile.ts';
import { compileRule, judgeObject, type Rule } from '../../../src/check/cel/evaluate.ts';
import { toRego } from '../../../src/check/cel/rego.ts';
import { celLibrary } from '../../../src/check/cel/rego-library.ts';
import { renamed } from '../../../src/check/cel/tree.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { managedLabel } from '../../../src/model/names.ts';
import admission from '../../../src/targets/policy/admission.ts';
import bundle from '../../../src/targets/policy/opa-bundle.ts';
import { objectOf, random, rule } from '../../cel/generate.ts';
import { emitted, policies, portfolio } from '../../cel/portfolio.ts';
import { boundary, type ObjectCase } from './boundary.ts';

export { celLibrary, managedLabel };
export type Verdict = true | false | 'error';

/** Corners that chance would rarely meet. */
const corners = [
  'has(object.list.x)', 'has(object.b.x)', 'has(object.a.x)', 'object.?list.?x.hasValue()', 'object.?b.?x.hasValue()', 'object.?list[?0].hasValue()', 'object.?b[?0].hasValue()', '1 in object.map', 'object.map[1] == 1',
  'object.list[-1] == 1', "'a' < object.b", 'object.a - object.b == 1', 'object.list + object.texts == []', "object.b < '😀x'", "object.b >= 'é'", 'object.c < true', 'object.map.all(k, k.size() >= 0)', 'object.list[object.a] == 1',
  'object.map[object.b] == 1', 'object.a == null', 'object.items.exists_one(i, i.c)', 'object.list == [] || object.a.b.c == 1', '9007199254740991 + object.a > 9007199254740991', 'object.texts.filter(t, t.size() > 1) == object.texts',
  'object.a < 1.5', 'object.list.exists(x, x > 1.5)', '(object.flag ? object.a : object.b) == 1', 'object.c && object.a == 1', 'object.a == 1 || object.c',
];

export interface Case { readonly text: string; readonly kubernetes: string; readonly rego: string; readonly ours: readonly Verdict[] }
/** Rules over `object`, and what CI says of each object. */
export function randomCases(seed: number, count: number, objects: number): { readonly cases: readonly Case[]; readonly inputs: readonly JsonObject[] } {
  const r = random(seed);
  const inputs = Array.from({ length: objects }, () => objectOf(r) as JsonObject);
  const cases: Case[] = [];
  for (let i = 0; cases.length < count; i++) {
    const text = corners[i] ?? rule(r);
    const compiled = compileRule(text, ['object']);
    if (!('code' in compiled)) cases.push(caseOf(compiled, cases.length, inputs));
    else if (i < corners.length) throw new Error(`${text}: ${compiled.code}`);
  }
  return { cases, inputs };
}
function caseOf(compiled: Rule, number: number, inputs: readonly JsonObject[]): Case {
  const { text, tree } = compiled, { text: rego, usesLibrary } = toRego(text, tree, ['object']);
  return {
    text, kubernetes: renamed(text, tree, { object: 'object.spec' }),
    rego: `package leitwerk.r${number}\n\n${usesLibrary ? 'import data.leitwerk.lib.cel\n\n' : ''}verdicts[i] := rule(object) if some i, object in data.inputs\n\n${rego}`,
    ours: inputs.map((o) => { const v = compiled.evaluate([o]); return v instanceof CelError || typeof v !== 'boolean' ? 'error' : v; }),
  };
}

export const policyIds = Object.keys(policies);
export const boundaryCases = (id: keyof typeof policies, seed: number, objects: number): readonly ObjectCase[] => boundary(policies[id], seed, objects);

const contained = (name: string, more: JsonObject = {}): JsonObject => ({ name, image: `a/b@sha256:${'0f'.repeat(32)}`, securityContext: { allowPrivilegeEscalation: false }, ...more });
/** A pod that keeps every rule, and what it may become by a debug container: `exempt` says whether CI lets it pass. */
export const goodPod: JsonObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'good', namespace: 'judged' }, spec: { containers: [contained('c')] } };
export const debuggedPods = (): readonly { readonly body: JsonObject; readonly exempt: boolean }[] => [contained('debug'), contained('debug', { image: 'a/b:v1' }), contained('debug', { securityContext: { allowPrivilegeEscalation: true } })].map((container) => {
  const body = { ...goodPod, spec: { ...(goodPod['spec'] as JsonObject), ephemeralContainers: [container] } };
  return { body, exempt: Object.values(policies).every((policy) => judgeObject(policy, body) === 'passes') };
});

/** The emitted policies of production, where all three hold. */
export const admissionObjects = (): readonly JsonObject[] => emitted(admission, portfolio('production')).flatMap((a) => a.form === 'object' ? [a.body] : []);
/** The bundle's files by their path. */
export const bundleFiles = (): Readonly<Record<string, string>> => Object.fromEntries(emitted(bundle, portfolio()).flatMap((a) => a.form === 'file' ? [[a.path, typeof a.content === 'string' ? a.content : JSON.stringify(a.content)]] : []));
/** Objects of one name for each way in which a waiver reaches an object, all with an image by tag; `exempt`: whether production lets them pass. */
export function waivedCases(): readonly { readonly body: JsonObject; readonly namespace: string; readonly path: string; readonly exempt: boolean }[] {
  const spec = { containers: [{ name: 'c', image: 'a/b:v1', securityContext: { allowPrivilegeEscalation: false } }] };
  const one = (namespace: string, kind: 'Deployment' | 'Pod', name: string, exempt: boolean, owner?: readonly [kind: string, name: string]) => {
    const metadata = { name, namespace, ...(owner ? { ownerReferences: [{ apiVersion: owner[0] === 'Job' ? 'batch/v1' : 'apps/v1', kind: owner[0], name: owner[1], uid: '0', controller: true }] } : {}) };
    const body: JsonObject = kind === 'Pod' ? { apiVersion: 'v1', kind, metadata, spec } : { apiVersion: 'apps/v1', kind, metadata, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec } } };
    return { body, namespace, exempt, path: `${kind === 'Pod' ? 'api/v1' : 'apis/apps/v1'}/namespaces/${namespace}/${kind === 'Pod' ? 'pods' : 'deployments'}` };
  };
  return [
    one('support-assistant', 'Deployment', 'legacy', true), one('support-assistant', 'Deployment', 'legacy-2', false), one('crm', 'Deployment', 'legacy', false),
    one('support-assistant', 'Pod', 'legacy-5d9f-x2x', true, ['ReplicaSet', 'legacy-5d9f']), one('support-assistant', 'Pod', 'other-5d9f-x2x', false, ['ReplicaSet', 'other-5d9f']), one('support-assistant', 'Pod', 'legacy', false),
    one('support-assistant', 'Pod', 'nightly-284-x', true, ['Job', 'nightly-284']), one('support-assistant', 'Pod', 'nightly', true), one('support-assistant', 'Pod', 'x', false, ['StatefulSet', 'nightly-extra']),
    one('support-assistant', 'Deployment', 'chat-debug', true), one('support-assistant', 'Deployment', 'chat', false),
  ];
}
