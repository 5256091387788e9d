// Manifests: stable order, one file a target, nothing that cdk8s adds, drops or evaluates.
import { parseAllDocuments } from 'yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { kubernetes } from '../../src/write/kubernetes.ts';

const scope = { project: 'crm', environment: 'dev' };
const at = (file: string, kind: string, name: string, rest: JsonObject = {}) => ({ place: 'main', file, body: { apiVersion: 'v1', kind, metadata: { name, namespace: 'crm' }, ...rest } });

describe('kubernetes', () => {
  const objects = [at('vllm', 'Service', 'chat'), at('vllm', 'Zebra', 'z'), at('vllm', 'ServiceAccount', 'b'), at('vllm', 'ServiceAccount', 'a'), at('namespace', 'Namespace', 'crm')];

  it('writes a file for each name, documents by kind and name, and a kustomization that lists them', async () => {
    const files = await kubernetes(objects, scope);
    expect([...files.keys()]).toEqual(['kubernetes/main/namespace.yaml', 'kubernetes/main/vllm.yaml', 'kubernetes/main/kustomization.yaml']);
    expect(files.get('kubernetes/main/kustomization.yaml')).toBe('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n  - namespace.yaml\n  - vllm.yaml\n');
    expect(files.get('kubernetes/main/namespace.yaml')).toBe('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: crm\n  namespace: crm\n');
    expect(parseAllDocuments(files.get('kubernetes/main/vllm.yaml')!).map((d) => `${String(d.get('kind'))} ${String(d.getIn(['metadata', 'name']))}`)).toEqual(['ServiceAccount a', 'ServiceAccount b', 'Service chat', 'Zebra z']);
  });

  it('gives the same bytes whatever the order of objects and keys', async () => {
    const expected = JSON.stringify([...await kubernetes(objects, scope)]);
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(objects, { minLength: objects.length }), async (shuffled) => {
      const turned = shuffled.map((o) => ({ ...o, body: Object.fromEntries(Object.entries(o.body).reverse()) }));
      expect(JSON.stringify([...await kubernetes(turned, scope)])).toBe(expected);
    }), { numRuns: 20 });
  });

  it('writes a body as it is: nulls, empty maps, and keys and texts that cdk8s gives a meaning', async () => {
    const data = { a: '${Token[TOKEN.0]}', constructor: 'x', resolve: 'y', value: '1', toString: 'z', nothing: null, empty: {}, list: [], 'k: |': '{{ .x }}' };
    const files = await kubernetes([{ ...at('x', 'ConfigMap', 'c', { data, spec: { value: 'only', constructor: 'c' } }), body: { ...at('x', 'ConfigMap', 'c').body, metadata: { name: 'c', labels: {}, annotations: { constructor: 'q' } }, data, spec: { value: 'only', constructor: 'c' } } }], scope);
    expect(parseAllDocuments(files.get('kubernetes/main/x.yaml')!)[0]!.toJS()).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', labels: {}, annotations: { constructor: 'q' } }, data, spec: { value: 'only', constructor: 'c' } });
  });

  it('takes charts of the platform\'s own', async () => {
    const { ApiObject, Chart, Lazy } = await import('cdk8s');
    const files = await kubernetes(objects, scope, (app) => {
      const chart = new Chart(app, 'own', { disableResourceNameHashes: true });
      new ApiObject(chart, 'o', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: Lazy.any({ produce: () => 'late' }) } });
    });
    expect(files.get('kubernetes/main/own.yaml')).toBe('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own-o\ndata:\n  a: late\n');
    expect(files.get('kubernetes/main/kustomization.yaml')).toContain('own.yaml');
  });
});
