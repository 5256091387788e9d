// The repository's own portfolio, compiled as a user would.
import { afterAll, describe, expect, test } from 'vitest';
import { folder, leitwerk, ownPortfolio, session, tree } from './support/portfolio.ts';
import { join } from 'node:path';

const { root, dispose } = folder(ownPortfolio());
afterAll(dispose);

describe('the portfolio of this repository', () => {
  test('compiles without an error or a warning', async () => {
    const { diagnostics } = await session(root);
    expect(diagnostics.filter((d) => d.severity !== 'info' && d.waived === undefined).map((d) => `${d.severity} ${d.code} ${d.what}`)).toEqual([]);
  });

  test('is written into one tree a project and environment, one a project, one a cluster, one for all', async () => {
    const { code, out } = await leitwerk(root, 'synth', '--as-of', '2026-11-23');
    expect(code, out).toBe(0);
    const roots = new Set([...tree(join(root, 'dist')).keys()].filter((p) => p.endsWith('index.json')).map((p) => p.replace(/\/?index\.json$/, '')));
    expect([...roots].sort()).toEqual(['', '_portfolio', '_projects/crm', '_projects/demand-forecast', '_projects/fraud-scoring', '_projects/support-assistant',
      ...['dev', 'production', 'staging'].flatMap((e) => [`${e}/_platform/main`, `${e}/crm`, `${e}/demand-forecast`, `${e}/fraud-scoring`, `${e}/support-assistant`])]);
  });

  test('asks a batch project without GPUs for nothing about GPUs, endpoints or models', async () => {
    const { compilation } = await session(root, {}, 'demand-forecast');
    const objects = compilation.projects[0]!.builds.flatMap((b) => b.merged.objects);
    expect(objects.filter((o) => JSON.stringify(o.body).includes('nvidia.com/gpu'))).toEqual([]);
    expect(objects.map((o) => o.address.kind)).not.toContain('ResourceQuota');
  });
});
