// The policy targets: Rego as it is written, admission policies, exemptions, CODEOWNERS. What real programs say of them is for the judges.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileRule, ruleOf } from '../../src/check/cel/evaluate.ts';
import { toRego } from '../../src/check/cel/rego.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { cel, objects } from '../../src/policy.ts';
import type { Artefact } from '../../src/target.ts';
import admission from '../../src/targets/policy/admission.ts';
import bundle from '../../src/targets/policy/opa-bundle.ts';
import codeowners from '../../src/targets/policy/codeowners.ts';
import { random, rule } from './generate.ts';
import { emitted, policies, portfolio } from './portfolio.ts';

const golden = (name: string): string => readFileSync(new URL(`expected/${name}`, import.meta.url), 'utf8');
const files = (artefacts: readonly Artefact[]): ReadonlyMap<string, unknown> => new Map(artefacts.flatMap((a) => a.form === 'file' ? [[a.path, a.content]] : []));
const bodies = (artefacts: readonly Artefact[], kind: string): readonly JsonObject[] => artefacts.flatMap((a) => a.form === 'object' && a.address.kind === kind ? [a.body] : []);

describe('Rego', () => {
  const made = files(emitted(bundle, portfolio()));

  test.each(['gpu_pods_queue_or_tolerate.rego', 'gpu_pods_queue_or_tolerate_test.rego', 'lib/cel.rego', 'lib/objects.rego', 'environments/production.rego', 'deny.rego'])('%s is the golden file', (path) => {
    expect(made.get(`opa/leitwerk/${path}`)).toBe(golden(path.replaceAll('/', '-')));
  });

  test('every construct of the subset has its form', () => {
    const text = "object.a.filter(x, x > 1).map(y, y + 1 - 2).exists_one(z, z in [1, -2]) && object.?b.?c.orValue('d') == 'd' && (size(object.e) == 2 ? !object.f : object['g/h'][0].matches(r'\\d+$') || object.?x[?0].hasValue()) && -object.k < 1.5 && object.some.all(count, count.startsWith('x'))";
    const compiled = compileRule(text, ['object']);
    if ('code' in compiled) throw new Error(compiled.code);
    expect(toRego(text, compiled.tree, ['object']).text).toBe(golden('every-construct.rego'));
  });

  test('random rules: each function that is called is defined once as one function, and nothing negates an error', () => {
    const r = random(11);
    for (let i = 0; i < 300; i++) {
      const text = rule(r), compiled = compileRule(text, ['object']);
      if ('code' in compiled) continue;
      const rego = toRego(text, compiled.tree, ['object']).text, code = rego.replace(/^#.*$/gm, '').replace(/"(?:[^"\\]|\\.)*"/g, '""');
      const called = new Set(code.match(/\b[a-z_]+_\d+\b(?=\(| |$)/gm)), heads = new Set([...code.matchAll(/^([a-z_]+_\d+)\b/gm)].map(([, name]) => name));
      expect([text, [...called].sort()]).toEqual([text, [...heads].sort()]);
      expect(code).not.toMatch(/\bnot\b/);
    }
  });

  test('the revision is the content, and no date is in it', () => {
    const { revision } = JSON.parse(String(made.get('opa/.manifest'))) as { revision: string };
    expect(JSON.parse(String(files(emitted(bundle, portfolio())).get('opa/.manifest')))).toMatchObject({ revision, roots: ['leitwerk'], rego_version: 1 });
    const fewer = files(emitted(bundle, { ...portfolio(), waivers: [] })).get('opa/.manifest');
    expect(String(fewer)).not.toContain(revision);
  });
});

describe('admission policies', () => {
  const made = emitted(admission, portfolio('production'));
  const named = (kind: string, name: string): JsonObject => bodies(made, kind).find((b) => (b['metadata'] as JsonObject)['name'] === name)!;

  test('there is one per policy and path to the pod, each with a binding', () => {
    const names = (kind: string) => bodies(made, kind).map((b) => (b['metadata'] as JsonObject)['name']);
    expect(names('ValidatingAdmissionPolicy')).toEqual(Object.keys(policies).flatMap((id) => ['pod', 'template', 'job-template'].map((path) => `leitwerk-${id}-${path}`)));
    expect(names('ValidatingAdmissionPolicyBinding')).toEqual(names('ValidatingAdmissionPolicy'));
  });

  test('it is the golden object', () => {
    expect(`${JSON.stringify([named('ValidatingAdmissionPolicy', 'leitwerk-gpu-pods-queue-or-tolerate-template'), named('ValidatingAdmissionPolicyBinding', 'leitwerk-gpu-pods-queue-or-tolerate-template')], null, 2)}\n`).toBe(golden('admission.json'));
  });

  test('the rule is the one that CI evaluates, with the variables of admission', () => {
    const { spec } = named('ValidatingAdmissionPolicy', 'leitwerk-images-by-digest-pod') as unknown as { spec: { validations: readonly { expression: string }[] } };
    const rule = ruleOf(policies['images-by-digest']);
    if ('code' in rule) throw new Error(rule.code);
    expect(spec.validations[0]!.expression.replaceAll('variables.pod', 'pod')).toBe(`variables.exempt || (${rule.text.trim()})`);
  });

  test('a waiver exempts by name, in its environments, if it has the authority', () => {
    const data = (environment: string, id: string) => bodies(emitted(admission, portfolio(environment)), 'ConfigMap').find((b) => (b['metadata'] as JsonObject)['name'] === `exempt-from-${id}`)?.['data'];
    const reason = 'until 2027-03-31, ai-platform: The vendor publishes no digests.';
    expect(data('production', 'images-by-digest')).toEqual({ 'support-assistant.Deployment.chat-debug': reason, 'support-assistant.Deployment.legacy': reason, 'support-assistant.any.nightly': reason });
    expect(data('dev', 'images-by-digest')).toEqual({ 'support-assistant.Deployment.chat': reason, 'support-assistant.Deployment.legacy': reason });
    expect(data('production', 'no-privileged-pods'), 'the owner of support-assistant cannot waive it').toEqual({ crm: reason });
  });

  test('a policy of a pack that the environment does not switch on is not there', () => {
    const names = bodies(emitted(admission, portfolio('production', { 'images-by-digest': { ...policies['images-by-digest'], packs: ['nowhere'] } })), 'ValidatingAdmissionPolicy');
    expect(names).toEqual([]);
  });

  test('a policy on objects of one kind reads the object itself', () => {
    const policy = { ...policies['images-by-digest'], severity: 'warning', onObject: objects('batch/v1', 'CronJob', 'cronjobs'), rule: cel`has(object.spec.timeZone)` } as const;
    const made = emitted(admission, portfolio('production', { zone: policy }));
    const [body] = bodies(made, 'ValidatingAdmissionPolicy'), [binding] = bodies(made, 'ValidatingAdmissionPolicyBinding');
    expect(body!['spec']).toMatchObject({ matchConstraints: { resourceRules: [{ apiGroups: ['batch'], apiVersions: ['v1'], resources: ['cronjobs'] }] }, validations: [{ expression: 'variables.exempt || (has(object.spec.timeZone))' }] });
    expect(binding!['spec']).toMatchObject({ validationActions: ['Warn', 'Audit'] });
  });
});

describe('CODEOWNERS', () => {
  const project = (name: string, owner: string) => ({ name, folder: `projects/${name}`, root: { owner } as never });
  const content = (projects: readonly ReturnType<typeof project>[]): string => String(files(emitted(codeowners, { ...portfolio(), projects })).get('CODEOWNERS'));
  /** Who GitHub asks: the owners of the last pattern that matches. */
  const ownersOf = (path: string, text: string): string => text.split('\n').filter((l) => l !== '' && !l.startsWith('#')).map((l) => l.split(' '))
    .filter(([pattern]) => pattern === '*' || path === pattern || (pattern!.endsWith('/') && path.startsWith(pattern!))).at(-1)!.slice(1).join(' ');

  test('each path has the reviewers that it needs', () => {
    const text = content([project('support-assistant', 'customer-care'), project('crm', 'crm-platform')]);
    const asked = (path: string) => ownersOf(path, text);
    expect(['/projects/crm/project.ts', '/projects/support-assistant/prompts/a.md', '/waivers/crm.ts', '/policies/x.ts', '/leitwerk.config.ts', '/README.md'].map(asked)).toEqual([
      '@nordlicht/crm-platform', '@nordlicht/customer-care', '@nordlicht/ai-governance', '@nordlicht/ai-governance', '@nordlicht/ai-platform', '@nordlicht/ai-platform']);
  });

  test('the order of projects does not count, and an owner that is no team falls to the platform', () => {
    expect(content([project('b', 'supply-chain'), project('a', 'nobody')])).toBe(content([project('a', 'nobody'), project('b', 'supply-chain')]));
    expect(content([project('a', 'nobody')])).toContain('/projects/a/ @nordlicht/ai-platform');
  });
});
