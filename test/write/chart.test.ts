// The chart gives the manifests of each environment back, exactly; what differs nowhere is no value.
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/model/json.ts';
import { chart, type ChartEnvironment, type ChartRequest } from '../../src/write/chart.ts';
import { inOrder } from '../../src/write/kubernetes.ts';
import { objectSet } from './arbitrary-objects.ts';
import { documents, mergeValues, render } from './helm-subset.ts';

type Objects = ChartEnvironment['objects'];
const make = (environments: readonly ChartEnvironment[], cause?: ChartRequest['cause']) =>
  chart({ name: 'support-assistant', version: '0.1.0', description: 'Support {{ assistant }}', environments, ...(cause ? { cause } : {}) });
const valuesOf = (files: ReadonlyMap<string, string>, environment: string) => mergeValues(parse(files.get('values.yaml')!), parse(files.get(`values-${environment}.yaml`)!)) as JsonObject;

/** Everything that the chart renders in an environment, and the manifests that it must be equal to. */
function roundTrip(files: ReadonlyMap<string, string>, { name, namespace, objects }: ChartEnvironment): { readonly rendered: unknown; readonly expected: unknown } {
  const data = { Values: valuesOf(files, name), Release: { Namespace: namespace ?? 'default' } };
  const rendered = [...files].filter(([path]) => path.startsWith('templates/')).map(([path, template]): [string, unknown] => [path, documents(render(template, data))]).filter(([, docs]) => (docs as unknown[]).length > 0);
  const expected = [...new Set(objects.map((o) => o.file))].sort().map((file): [string, unknown] => [`templates/${file}.yaml`, inOrder(objects.filter((o) => o.file === file)).map((o) => JSON.parse(JSON.stringify(o.body)) as unknown)]);
  return { rendered, expected };
}
const holds = (environments: readonly ChartEnvironment[], withSchema = true) => {
  const files = make(environments);
  const validate = withSchema ? new Ajv({ strict: false }).compile(JSON.parse(files.get('values.schema.json')!) as object) : undefined;
  for (const environment of environments) {
    const { rendered, expected } = roundTrip(files, environment);
    expect(rendered).toEqual(expected);
    if (validate) expect(validate(valuesOf(files, environment.name)), JSON.stringify(validate.errors)).toBe(true);
  }
  return files;
};

const deployment = (replicas: number, more: JsonObject = {}, container: JsonObject = {}): Objects[number] => ({ file: 'vllm', body: {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'chat', namespace: 'p' },
  spec: { replicas, template: { spec: { containers: [{ name: 'main', image: 'x', args: ['--len', String(replicas)], ...container }, ...(replicas > 2 ? [{ name: 'side', image: 'y' }] : [])], ...more } } },
} });

describe('chart', () => {
  const alert: Objects[number] = { file: 'alerts', body: { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'a', namespace: 'p' }, spec: { groups: [{ name: 'g', rules: [{ expr: 'a > 1\nand b', annotations: { text: '{{ $labels.pod }} {{{{- x }}' } }] }] } } };
  const environments = [
    { name: 'dev', namespace: 'p', objects: [deployment(1), alert] },
    { name: 'production', namespace: 'p', objects: [deployment(4, { nodeSelector: { gpu: 'h100' } }), alert, { file: 'pdb', body: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'chat', namespace: 'p' }, spec: { minAvailable: 1 } } }] },
  ];

  it('is what a person would write', () => {
    const files = holds(environments);
    expect([...files.keys()]).toEqual(['Chart.yaml', 'values.yaml', 'values-dev.yaml', 'values-production.yaml', 'values.schema.json', 'templates/alerts.yaml', 'templates/pdb.yaml', 'templates/vllm.yaml']);
    expect(files.get('templates/vllm.yaml')).toBe(`---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: chat
  namespace: {{ toJson .Release.Namespace }}
spec:
  replicas: {{ toJson .Values.deploymentChat.replicas }}
  template:
    spec:
      containers:
        - name: main
          image: x
          args: {{ toJson .Values.deploymentChat.containersMainArgs }}
{{- if .Values.deploymentChat.containersSideEnabled }}
        - name: side
          image: "y"
{{- end }}
{{- if .Values.deploymentChat.nodeSelectorEnabled }}
      nodeSelector:
        gpu: h100
{{- end }}
`);
    expect(files.get('values-production.yaml')).toBe('deploymentChat:\n  containersMainArgs:\n    - --len\n    - "4"\n  containersSideEnabled: true\n  nodeSelectorEnabled: true\n  replicas: 4\npodDisruptionBudgetChat:\n  enabled: true\n');
    expect(files.get('templates/alerts.yaml')).toContain('text: "{{ "{{" }} $labels.pod }} {{ "{{" }}{{ "{{" }}- x }}"');
  });

  it('names values after the property that causes them', () => {
    const files = make(environments.map((e) => ({ ...e, objects: e.objects.slice(0, 1) })), (_, pointer) => ({ property: 'chat.concurrency', itself: pointer === '/spec/replicas' }));
    expect(parse(files.get('values.yaml')!)).toMatchObject({ chat: { concurrency: 1, concurrencyContainersMainArgs: ['--len', '1'] } });
  });

  it('has a schema that refuses a misspelt value and a wrong type', () => {
    const files = holds(environments);
    const validate = new Ajv({ strict: false }).compile(JSON.parse(files.get('values.schema.json')!) as object);
    const good = valuesOf(files, 'production') as { deploymentChat: JsonObject };
    for (const bad of [{ ...good, extra: 1 }, { ...good, deploymentChat: { ...good.deploymentChat, replica: 2 } }, { ...good, deploymentChat: { ...good.deploymentChat, replicas: 'two' } }, { ...good, deploymentChat: { ...good.deploymentChat, replicas: 1.5 } }]) expect(validate(bad)).toBe(false);
    expect(validate({ ...good, global: { x: 1 } })).toBe(true);
  });

  it('follows the release to another namespace', () => {
    const objects = (suffix: string): Objects => [{ file: 'ns', body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `p${suffix}` } } }, { file: 'x', body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: `p${suffix}` } } }];
    const files = holds([{ name: 'dev', namespace: 'p-dev', objects: objects('-dev') }, { name: 'production', namespace: 'p', objects: objects('') }]);
    expect(parse(files.get('values.yaml')!)).toEqual({ namespacePDev: { metadataName: 'p-dev' } });
  });

  it('round-trips any objects over three environments', () => {
    fc.assert(fc.property(objectSet, objectSet, objectSet, (a, b, c) => { holds([a, b, c].map((objects, i) => ({ name: ['dev', 'staging', 'production'][i]!, namespace: 'p', objects })), false); }), { numRuns: 250 });
    // Compiling a schema takes longer than all the rest.
    fc.assert(fc.property(objectSet, objectSet, (a, b) => { holds([a, b].map((objects, i) => ({ name: ['dev', 'production'][i]!, namespace: 'p', objects }))); }), { numRuns: 15 });
  });
});
