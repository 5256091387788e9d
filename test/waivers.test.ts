// Waivers: who may give them, how long they hold, what they exempt, and what is said when they do nothing.
import { afterAll, describe, expect, test } from 'vitest';
import { folder, leitwerk, ownPortfolio, session, tree, type Files } from './support/portfolio.ts';
import { join } from 'node:path';

const made: (() => void)[] = [];
afterAll(() => made.forEach((dispose) => dispose()));

/** The own portfolio with a sidecar by tag in `crm`, which breaks images-by-digest. */
function portfolio(more: Files = {}): string {
  const files = { ...ownPortfolio('crm', 'demand-forecast') };
  files['projects/crm/project.ts'] = files['projects/crm/project.ts']!.replace("runSucceeds, secret", "RawManifest, Waiver, runSucceeds, secret").replace("new Slo(this, 'export-runs'", `new RawManifest(this, 'helper', { because: 'test', manifest: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'by-tag' }, spec: {
      automountServiceAccountToken: false, containers: [{ name: 'main', image: 'registry.nordlicht.example/helper:latest', securityContext: { allowPrivilegeEscalation: false } }] } } });
    /* more */
    new Slo(this, 'export-runs'`);
  const { root, dispose } = folder({ ...files, ...more });
  made.push(dispose);
  return root;
}
const governance = (entries: string): Files => ({ 'waivers/crm.ts': `import { waivers } from 'leitwerk/waiver';\nexport default waivers([${entries}]);\n` });
const about = async (root: string, values: Record<string, string> = {}) => (await session(root, values)).diagnostics.filter((d) => /images-by-digest|LW14/.test(d.code));
const said = async (root: string, values: Record<string, string> = {}) => (await about(root, values)).map((d) => `${d.code}${d.waived ? ' waived' : ''} (${(d.environments ?? []).join(', ')})`);

describe('a governance waiver', () => {
  test('is needed: without it the finding is an error', async () => {
    expect(await said(portfolio())).toEqual(['images-by-digest (dev, staging, production)']);
  });
  test('covers the construct that it names, in all environments', async () => {
    expect(await said(portfolio(governance("{ policy: 'images-by-digest', node: 'helper', because: 'moves in spring', owner: 'ai-platform', until: '2027-06-30' }")))).toEqual(['images-by-digest waived (dev, staging, production)']);
  });
  test('covers only the environments that it names', async () => {
    const lines = await said(portfolio(governance("{ policy: 'images-by-digest', node: 'helper', environments: ['dev'], because: 'x', owner: 'ai-platform', until: '2027-06-30' }")));
    expect(lines).toEqual(['images-by-digest (staging, production)', 'images-by-digest waived (dev)']);
  });
  test('ends: expired, it is an error, and covers nothing', async () => {
    expect(await said(portfolio(governance("{ policy: 'images-by-digest', node: 'helper', because: 'x', owner: 'ai-platform', until: '2026-11-22' }")))).toEqual(['images-by-digest (dev, staging, production)', 'LW1401 ()']);
  });
  test('is announced before it ends', async () => {
    expect((await about(portfolio(governance("{ policy: 'images-by-digest', node: 'helper', because: 'x', owner: 'ai-platform', until: '2026-12-01' }")))).find((d) => d.code === 'LW1405')?.what).toBe('the waiver of images-by-digest for crm/helper expires in 8 days');
  });
  test('that covers nothing is said to', async () => {
    expect(await said(portfolio(governance("{ policy: 'no-privileged-pods', node: 'helper', because: 'x', owner: 'ai-platform', until: '2027-06-30' }")))).toContain('LW1402 ()');
  });
  test('reaches the cluster as a name in a parameter object that the platform owns', async () => {
    const root = portfolio(governance("{ policy: 'images-by-digest', node: 'helper', because: 'moves in spring', owner: 'ai-platform', until: '2027-06-30' }"));
    expect((await leitwerk(root, 'synth', '--as-of', '2026-11-23')).code).toBe(0);
    const platform = [...tree(join(root, 'dist/production/_platform/main')).values()].join('\n');
    expect(platform).toMatch(/exempt-from-images-by-digest[\s\S]*crm\.Pod\.by-tag: "?until 2027-06-30, ai-platform: moves in spring/);
  });
});

test('a waiver still exempts in the cluster when another project alone is compiled', async () => {
  const root = portfolio(governance("{ policy: 'images-by-digest', node: 'helper', because: 'moves in spring', owner: 'ai-platform', until: '2027-06-30' }"));
  const platform = () => [...tree(join(root, 'dist')).entries()].filter(([path]) => path.includes('_platform'));
  expect((await leitwerk(root, 'synth', '--as-of', '2026-11-23')).code).toBe(0);
  const whole = platform();
  expect(whole.map(([, text]) => text).join()).toContain('crm.Pod.by-tag');
  expect((await leitwerk(root, 'synth', 'demand-forecast', '--as-of', '2026-11-23')).code).toBe(0);
  expect(platform()).toEqual(whole);
});

describe('an owner', () => {
  test('cannot waive what governance guards', async () => {
    const root = portfolio();
    const { writeFileSync, readFileSync } = await import('node:fs');
    const file = join(root, 'projects/crm/project.ts');
    writeFileSync(file, readFileSync(file, 'utf8').replace('new RawManifest', 'const helper = new RawManifest').replace('/* more */', "new Waiver(this, 'w', { policy: 'images-by-digest', for: helper, because: 'x', owner: 'crm-platform', until: '2027-01-31' });"));
    expect(await said(root)).toEqual(['images-by-digest (dev, staging, production)', 'LW1403 ()']);
  });
});
