// The package as a company uses it: packed, installed into an empty folder, started with init, extended with own concepts, targets, policies and waivers.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { home } from './support/portfolio.ts';

const root = mkdtempSync(join(tmpdir(), 'leitwerk-company-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const run = (command: string, ...args: readonly string[]): string => execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
const ran = (...args: readonly string[]) => { const { status, stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/leitwerk'), args, { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } }); return { code: status, text: stdout + stderr }; };
/** A command that must succeed; what it printed. */
const leitwerk = (...args: readonly string[]): string => { const { code, text } = ran(...args); expect(code, text).toBe(0); return text; };
const put = (path: string, text: string): void => { mkdirSync(dirname(join(root, path)), { recursive: true }); writeFileSync(join(root, path), text); };
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const stamps = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => { const p = join(e.parentPath, e.name); return `${p} ${statSync(p).mtimeMs}`; }).sort();

beforeAll(() => {
  // the build is there already; packing with its scripts would build anew under the other tests
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', root], { cwd: home, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as [{ filename: string }];
  put('package.json', '{ "private": true, "type": "module" }\n');
  run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', `./${filename}`);
  leitwerk('init');
}, 120_000);

describe('in an empty folder', () => {
  test('init and synth make a first portfolio without a finding', () => {
    const out = leitwerk('synth', '--as-of', '2026-11-23');
    expect(out).toContain('first-forecast  dev ✓  production ✓');
    expect(existsSync(join(root, 'dist/production/first-forecast/terraform/main/cdk.tf.json'))).toBe(true);
  });

  test('init touches nothing that is there', () => {
    const before = read('leitwerk.config.ts');
    expect(ran('init').code).toBe(2);
    expect(read('leitwerk.config.ts')).toBe(before);
  });

  test('own concepts, targets, policies and waivers are found by being in their folder', () => {
    put('constructs/risk/risk.ts', `// A risk that somebody has accepted.
import * as z from 'zod';
import { concept } from 'leitwerk/concept';
import { line } from 'leitwerk/values';
export class Risk extends concept('Risk', { doc: 'A risk that somebody has accepted.', schema: () => z.strictObject({ note: line().describe('What may happen.') }), example: { note: 'Rain.' } }) {}
`);
    put('targets/notes/risk.ts', `// Accepted risks, as a ConfigMap that the dashboard reads.
import { object, target } from 'leitwerk/target';
export default target({
  system: 'Kubernetes', api: 'v1', docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/', consumes: ['Risk' as never], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  emit: (risk: { $id: string; $kind: string; note: string }, { names, namespace, labels }) => object('v1', 'ConfigMap', { name: names.of(risk), namespace, labels: labels(risk) }, { data: { note: risk.note } }),
} as never);
`);
    put('policies/config-maps-are-short.ts', `// ConfigMaps hold settings, not files.
import { objects, policy } from 'leitwerk/policy';
import { cel } from 'leitwerk/policy';
export default policy({
  onObject: objects('v1', 'ConfigMap', 'configmaps'), severity: 'error', waivable: 'governance', because: 'Long texts belong into a bucket.', remedy: 'shorten it',
  rule: cel\`object.data.all(k, size(object.data[k]) < 20)\`,
  fails: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default' }, data: { note: 'this text is by far too long for us' } },
  passes: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'default' }, data: { note: 'short' } },
});
`);
    const project = read('projects/first-forecast/project.ts');
    put('projects/first-forecast/project.ts', project.replace("new Budget(", "new Risk(this, 'weather', { note: 'Nobody buys umbrellas in a dry spring.' });\n    new Budget(").replace("from 'leitwerk';", "from 'leitwerk';\nimport { Risk } from '#constructs/risk/risk.ts';"));
    expect(leitwerk('test')).toContain('✓ config-maps-are-short');
    const refused = ran('check', '--as-of', '2026-11-23');
    expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('config-maps-are-short') as string });

    put('waivers/first-forecast.ts', "// What governance has granted.\nimport { waivers } from 'leitwerk/waiver';\nexport default waivers([{ policy: 'config-maps-are-short', node: 'weather', because: 'Is shortened in spring.', owner: 'platform', until: '2027-05-31' }]);\n");
    expect(leitwerk('check', '--as-of', '2026-11-23')).toContain('0 errors');
    leitwerk('synth', '--as-of', '2026-11-23');
    expect(readdirSync(join(root, 'dist/production/first-forecast/kubernetes/main')).map((f) => read(`dist/production/first-forecast/kubernetes/main/${f}`)).join('\n')).toContain('Nobody buys umbrellas');
  }, 60_000);

  test('each `new` compiles and passes at once', () => {
    leitwerk('new', 'project', 'second');
    leitwerk('new', 'policy', 'says-what-it-is-not');
    leitwerk('new', 'concept', 'Ticket', '--chapter', 'support');
    leitwerk('new', 'target', 'notes/owner');
    expect(leitwerk('test', 'says-what-it-is-not')).toContain('1 passed, 0 failed');
    expect(leitwerk('check', '--as-of', '2026-11-23')).toContain('0 errors, 0 warnings in 2 projects');
  }, 60_000);

  test('nothing is written into the installed package', () => {
    const before = stamps(join(root, 'node_modules/leitwerk'));
    put('constructs/risk/other.ts', read('constructs/risk/risk.ts').replaceAll('Risk', 'Danger'));
    leitwerk('check', '--as-of', '2026-11-23');
    expect(stamps(join(root, 'node_modules/leitwerk'))).toEqual(before);
  }, 60_000);
});
