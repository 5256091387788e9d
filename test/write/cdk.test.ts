// What a platform's own targets make with cdk8s and cdktf: artefacts like any other, or a reason.
import { ApiObject, App, Chart } from 'cdk8s';
import { TerraformOutput, TerraformStack } from 'cdktf';
import { RootConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { chart, stack } from '../../src/cdk.ts';

describe('a chart', () => {
  test('becomes its objects, owned by the target', () => {
    const made = new Chart(new App(), 'cache');
    new ApiObject(made, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cache', namespace: 'crm' }, data: { size: '3' } });
    expect([...chart(made)]).toMatchObject([{ form: 'object', address: { apiVersion: 'v1', kind: 'ConfigMap', name: 'cache', namespace: 'crm' }, body: { data: { size: '3' } } }]);
  });
  test('with something that is no object, or has no name, is refused', () => {
    for (const body of [undefined, 'text', {}, { apiVersion: 'v1', kind: 'ConfigMap' }, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'x-' } }, { apiVersion: 'v1', kind: 3, metadata: { name: 'x' } }]) {
      expect(() => [...chart({ toJson: () => [body] })], JSON.stringify(body)).toThrow('no Kubernetes object');
    }
  });
});

describe('a stack', () => {
  test('becomes its blocks, without its backend and provider', () => {
    const made = new TerraformStack(new RootConstruct(), 'own');
    new TerraformOutput(made, 'zone', { value: 'a' });
    expect([...stack(made)]).toMatchObject([{ form: 'terraform', block: 'output', body: { value: 'a' } }]);
  });
  test('with a section that cannot be taken over is refused', () => {
    expect(() => [...stack({ toTerraform: () => ({ module: { x: { source: './x' } } }) })]).toThrow('the stack has module');
    expect(() => [...stack({ toTerraform: () => 'text' })]).toThrow('no object');
  });
});
