// Values of a chart are named after the declared property that moves them, and after nothing where several do.
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/model/json.ts';
import { causesOf } from '../../src/probe/causes.ts';
import type { Environment } from '../../src/model/platform.ts';
import { ownNames } from '../../src/probe/own-names.ts';
import { folder, ownPortfolio, session } from '../support/portfolio.ts';

const { root, dispose } = folder(ownPortfolio());
afterAll(dispose);

describe('causes', () => {
  it('know the property whose own value a leaf holds, what merely follows from one, and admit what has two causes or none', async () => {
    const { input, compilation } = await session(root);
    const of = (name: string) => {
      const project = compilation.projects.find((p) => p.name === name)!, cause = causesOf(project, input);
      const step = (value: unknown, key: string): unknown => (value as Readonly<Record<string, unknown>> | undefined)?.[key.replaceAll('~1', '/')];
      return (object: { readonly kind: string; readonly name: string }, pointer: string) => {
        const values = project.builds.map(({ merged }) => pointer.split('/').slice(1).reduce(step, merged.objects.find(({ address: { kind, name } }) => kind === object.kind && name === object.name)?.body) as Json | undefined);
        expect(new Set(values.map((v) => JSON.stringify(v))).size, pointer).toBeGreaterThan(1);
        return cause(object, pointer, values);
      };
    };
    const container = '/spec/jobTemplate/spec/template/spec/containers/0';
    expect(of('demand-forecast')({ kind: 'CronJob', name: 'predict' }, `${container}/resources/limits/memory`)).toEqual({ property: 'predict.memory', itself: true });
    const chart = of('support-assistant');
    expect(chart({ kind: 'ResourceQuota', name: 'gpu-nvidia-com-gpu' }, '/spec/hard/requests.nvidia.com~1gpu')).toEqual({ property: 'gpus.guaranteed', itself: false }); // the small GPUs are in the sum, too
    expect(chart({ kind: 'Deployment', name: 'chat' }, '/spec/progressDeadlineSeconds')).toEqual({ property: 'chat.model', itself: false });
    expect(chart({ kind: 'Deployment', name: 'chat' }, '/spec/template/spec/containers/0/args')).toBeUndefined();
    expect(of('crm')({ kind: 'ServiceAccount', name: 'export-tickets' }, '/metadata/annotations/eks.amazonaws.com~1role-arn')).toBeUndefined();
  });
  it('do not look for a property where values differ by the names of environments alone, unless a declared value does, too', () => {
    const [dev, production] = ['dev', 'production'].map((name, i) => ({ name, namespaceSuffix: i === 0 ? '-dev' : '', accounts: [{ id: `11111111111${i}` }] })) as unknown as readonly [Environment, Environment];
    const own = ownNames('crm', [dev, production]);
    expect(own.alone(['arn:aws:iam::111111111110:role/x-dev-crm', 'arn:aws:iam::111111111111:role/x-production-crm'])).toBe(true);
    expect(own.alone(['in crm-dev', 'in crm'])).toBe(true);
    expect(own.alone(['1Gi', '4Gi'])).toBe(false);
    expect(own.alone(['1Gi in dev', '4Gi in production'])).toBe(false);
    expect(own.alone(['a device', 'a device of production'])).toBe(false);
    expect(own.alone(['same', 'same'])).toBe(false);
    expect([own.within('/data/nordlicht-dev-crm.json'), own.within('/spec/devices/0')]).toEqual([true, false]);
  });
  it('know a property whose values look like the names of environments', async () => {
    const files = ownPortfolio('crm'), project = 'projects/crm/project.ts';
    const other = folder({ ...files, [project]: files[project]!.replace("command: ['", "command: [inEnv({ default: 'dev', staging: 'staging', production: 'production' }), '") });
    const opened = await session(other.root);
    other.dispose();
    const build = opened.compilation.projects[0]!, cause = causesOf(build, opened.input);
    expect(cause({ kind: 'CronJob', name: 'export-tickets' }, '/spec/jobTemplate/spec/template/spec/containers/0/env/0/value', ['dev', 'staging', 'production'])).toBeUndefined();
    expect(cause({ kind: 'CronJob', name: 'export-tickets' }, '/spec/jobTemplate/spec/template/spec/containers/0/command', [['dev'], ['staging'], ['production']])?.property).toBe('export-tickets.command.0');
  });
});
