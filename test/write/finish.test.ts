// Labels and mirrors: what every object gets after merge, and what must stay as it is.
import { describe, expect, it } from 'vitest';
import type { Platform } from '../../src/model/platform.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { object } from '../../src/target.ts';
import { finish } from '../../src/write/finish.ts';
import { labelValue } from '../../src/write/labels.ts';
import { merge, ownerOf } from '../../src/write/merge.ts';
import { mirror, mirrorImage } from '../../src/write/mirrors.ts';

const platform = {
  labels: { costCentre: 'acme.dev/cost-centre', owner: 'acme.dev/owner' }, teams: { care: { title: 'Care', email: 'a@b', github: '@a/b', costCentre: '41 00/x' } },
  mirrors: { images: { 'docker.io/': 'mirror.example/hub/', 'docker.io/vllm/': 'mirror.example/vllm/' }, weights: { 'hf://': 's3://weights/' }, charts: { 'https://charts.example': 'oci://mirror.example/charts' } },
} as never as Platform;
const done = (...bodies: readonly JsonObject[]) => finish(merge(bodies.map((body, i) => ({
  artefact: object(body['apiVersion'] as string, body['kind'] as string, { name: `o${i}`, ...(body['metadata'] as object) }, Object.fromEntries(Object.entries(body).filter(([k]) => !['apiVersion', 'kind', 'metadata'].includes(k)))),
  by: 'x/y', from: ['p'], place: { scope: 'cluster', cluster: 'main' },
})), []).value, platform, 'care').objects;
const ours = { 'acme.dev/cost-centre': '41-00-x', 'acme.dev/owner': 'care' };

describe('labels', () => {
  const [deployment, cron, pod, set] = done(
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', labels: { 'acme.dev/owner': 'kept' } }, spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'm', image: 'i' }] } } } },
    { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'b' }, spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'm', image: 'i' }] } } } } } },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'c' }, spec: { containers: [{ name: 'm', image: 'i' }] } },
    { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', metadata: { name: 'd' }, spec: { leaderWorkerTemplate: { leaderTemplate: { spec: { containers: [{ name: 'm', image: 'i' }] } } } } },
  ).toSorted((a, b) => a.address.name < b.address.name ? -1 : 1);

  it('are on every object and every pod template, and never in a selector', () => {
    expect(deployment!.body).toMatchObject({ spec: { selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b', ...ours } } } } });
    expect((deployment!.body as never as { spec: { selector: object } }).spec.selector).toEqual({ matchLabels: { a: 'b' } });
    expect(cron!.body).toMatchObject({ metadata: { labels: ours }, spec: { jobTemplate: { spec: { template: { metadata: { labels: ours } } } } } });
    expect(pod!.body).toMatchObject({ metadata: { labels: ours }, spec: { containers: [{ name: 'm' }] } });
    expect(set!.body).toMatchObject({ spec: { leaderWorkerTemplate: { leaderTemplate: { metadata: { labels: ours } } } } });
  });

  it('do not replace what is there, and say who added them', () => {
    expect(deployment!.body).toMatchObject({ metadata: { labels: { 'acme.dev/owner': 'kept' } } });
    expect(ownerOf(deployment!, '/spec/template/metadata/labels/acme.dev~1owner')).toBe('write/labels');
    expect(ownerOf(deployment!, '/metadata/labels/acme.dev~1owner')).toBe('x/y');
  });

  it('have values that the API takes', () => {
    for (const text of ['41 00/x', '-a-', 'ä', 'x'.repeat(80), `${'x'.repeat(62)}--`]) expect(labelValue(text)).toMatch(/^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$/);
  });
});

describe('mirrors', () => {
  it('take the longest prefix that ends at a boundary', () => {
    expect(mirror({ 'ghcr.io/a': 'm/a', 'ghcr.io/': 'm/' }, 'ghcr.io/a/x:1')).toBe('m/a/x:1');
    expect(mirror({ 'ghcr.io/a': 'm/a' }, 'ghcr.io/ab/x:1')).toBe('ghcr.io/ab/x:1');
  });

  it('know what short image names are short for', () => {
    const { images } = platform.mirrors;
    expect(['nginx:1', 'bitnami/redis', 'docker.io/vllm/vllm-openai@sha256:0', 'localhost/x', 'quay.io/x'].map((i) => mirrorImage(images, i)))
      .toEqual(['mirror.example/hub/library/nginx:1', 'mirror.example/hub/bitnami/redis', 'mirror.example/vllm/vllm-openai@sha256:0', 'localhost/x', 'quay.io/x']);
  });

  it('reach images, weights and charts, and nothing else', () => {
    const [deployment, application] = done(
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: { spec: { initContainers: [{ name: 'i', image: 'nginx' }], containers: [{ name: 'm', image: 'docker.io/vllm/x', args: ['hf://meta/llama', 'docker.io/vllm/x'] }], volumes: [{ name: 'w', image: { reference: 'docker.io/w/x' } }] } } } },
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'b' }, spec: { source: { repoURL: 'https://charts.example/x' } } },
    ).toSorted((a, b) => a.address.name < b.address.name ? -1 : 1);
    expect(deployment!.body).toMatchObject({ spec: { template: { spec: {
      initContainers: [{ image: 'mirror.example/hub/library/nginx' }], containers: [{ image: 'mirror.example/vllm/x', args: ['s3://weights/meta/llama', 'docker.io/vllm/x'] }], volumes: [{ image: { reference: 'mirror.example/hub/w/x' } }],
    } } } });
    expect(application!.body).toMatchObject({ spec: { source: { repoURL: 'oci://mirror.example/charts/x' } } });
  });
});
