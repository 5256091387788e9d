// Values of a chart are named after the declared property that moves them, and after nothing where several do.
import { afterAll, describe, expect, it } from 'vitest';
import { causesOf } from '../../src/probe/causes.ts';
import { folder, ownPortfolio, session } from '../support/portfolio.ts';

const { root, dispose } = folder(ownPortfolio());
afterAll(dispose);

describe('causes', () => {
  it('know the property whose own value a leaf holds, what merely follows from one, and admit what has two causes or none', async () => {
    const { input, compilation } = await session(root);
    const of = (name: string) => causesOf(compilation.projects.find((p) => p.name === name)!, input);
    const container = '/spec/jobTemplate/spec/template/spec/containers/0';
    expect(of('demand-forecast')({ kind: 'CronJob', name: 'predict' }, `${container}/resources/limits/memory`)).toEqual({ property: 'predict.memory', itself: true });
    const chart = of('support-assistant');
    expect(chart({ kind: 'ResourceQuota', name: 'gpu-nvidia-com-gpu' }, '/spec/hard/requests.nvidia.com~1gpu')).toEqual({ property: 'gpus.guaranteed', itself: false }); // the small GPUs are in the sum, too
    expect(chart({ kind: 'Deployment', name: 'chat' }, '/spec/progressDeadlineSeconds')).toEqual({ property: 'chat.model', itself: false });
    expect(chart({ kind: 'Deployment', name: 'chat' }, '/spec/template/spec/containers/0/args')).toBeUndefined();
    expect(of('crm')({ kind: 'ServiceAccount', name: 'export-tickets' }, '/metadata/annotations/eks.amazonaws.com~1role-arn')).toBeUndefined();
  });
});
