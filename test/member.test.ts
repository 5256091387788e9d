// Members of another repository: a project.json in place of a project.ts.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folder, leitwerk, ownPortfolio, session, tree } from './support/portfolio.ts';

const own = folder(ownPortfolio('crm', 'support-assistant'));
const { 'projects/crm/project.ts': _crm, ...others } = ownPortfolio('crm', 'support-assistant');
const { root, dispose } = folder(others);
afterAll(() => { own.dispose(); dispose(); });
const file = join(root, 'projects/crm/project.json');
let text = '';
interface Written { schema: number; project: string; nodes: { path: string; kind: string; props: Record<string, unknown>; [key: string]: unknown }[]; [key: string]: unknown }
const change = (edit: (model: Written) => void): void => { const model = JSON.parse(text) as Written; edit(model); writeFileSync(file, JSON.stringify(model, null, 2)); };
const said = async (): Promise<readonly string[]> => (await session(root)).diagnostics.filter((d) => d.project === 'crm').map((d) => `${d.code} ${d.place?.file}:${d.place?.line} ${d.what}`);

beforeAll(async () => {
  await leitwerk(own.root, 'synth', '--as-of', '2026-11-23');
  text = readFileSync(join(own.root, 'dist/_projects/crm/project.json'), 'utf8');
  mkdirSync(join(root, 'projects/crm'), { recursive: true });
  writeFileSync(file, text);
});

describe('a project.json of another repository', () => {
  test('gives the same bytes as the project that it was written from', async () => {
    expect((await leitwerk(root, 'synth', '--as-of', '2026-11-23')).code).toBe(0);
    const trees = ['dev/crm', 'staging/crm', 'production/crm', '_projects/crm', 'production/support-assistant'];
    for (const path of trees) {
      const withoutIndex = ([name]: readonly [string, string]): boolean => name !== 'index.json';
      expect([...tree(join(root, 'dist', path))].filter(withoutIndex)).toEqual([...tree(join(own.root, 'dist', path))].filter(withoutIndex));
    }
  });

  test('is wrong at its own lines', async () => {
    change((m) => { m.nodes.find((n) => n.path === 'crm/tickets')!.props['freshness'] = 'soon'; });
    const line = readFileSync(file, 'utf8').split('\n').findIndex((l) => l.includes('"soon"')) + 1;
    const [found] = await said();
    expect(found).toContain(`projects/crm/project.json:${line} tickets.freshness`);
  });

  test.each<readonly [string, (m: Written) => void, string]>([
    ['another schema version', (m) => { m.schema = 2; }, 'LW1130 projects/crm/project.json:2 projects/crm/project.json is written in schema 2'],
    ['another name than its folder', (m) => { m.project = 'customers'; }, 'LW1111 projects/crm/project.json:3 the project is called customers, its folder crm'],
    ['no compiler version', (m) => { delete m['compiler']; }, 'does not say which version of the compiler wrote it'],
    ['a part that no model has', (m) => { m['script'] = 'x'; }, 'has an unknown part script'],
    ['a kind that is nowhere', (m) => { m.nodes[1]!.kind = 'DataContrakt'; }, 'has a node of the kind DataContrakt, which no concept has; DataContract?'],
    ['two nodes of one name', (m) => { m.nodes.push(m.nodes[1]!); }, 'has two nodes crm/'],
    ['a reference to what is not there', (m) => { m.nodes.push({ id: 'x', path: 'crm/x', kind: 'Slo', props: { of: { $ref: 'crm/gone', kind: 'ModelEndpoint' } } }); }, 'refers to crm/gone as ModelEndpoint, which it is not'],
    ['a reference that lies about its kind', (m) => { m.nodes.push({ id: 'x', path: 'crm/x', kind: 'Slo', props: { of: { $ref: 'crm/tickets', kind: 'ModelEndpoint' } } }); }, 'refers to crm/tickets as ModelEndpoint, which it is not'],
    ['nodes without the project', (m) => { m.nodes.shift(); }, 'does not begin with the project itself'],
    ['nodes that belong to another project', (m) => { m.nodes[1]!.path = 'support-assistant/chat'; }, 'has a node that is malformed'],
    ['environments that are no list', (m) => { m.nodes[1]!['only'] = 'production'; }, 'has a node with only, which no node has so'],
  ])('is refused with %s', async (_, edit, message) => {
    change(edit);
    expect((await said())[0]).toContain(message);
  });

  test('is refused where it is no JSON, at the line', async () => {
    writeFileSync(file, '{\n  "schema": 1,,\n}\n');
    expect((await said())[0]).toContain('LW1128 projects/crm/project.json');
  });

  test('is refused beside a project.ts, and neither is taken', async () => {
    writeFileSync(file, text);
    writeFileSync(join(root, 'projects/crm/project.ts'), _crm!);
    const { loaded } = await session(root);
    expect(loaded.map((l) => l.project)).not.toContain('crm');
    expect(await said()).toEqual(['LW1129 projects/crm/project.json:undefined projects/crm/project.json and projects/crm/project.ts both declare the project']);
    rmSync(join(root, 'projects/crm/project.ts'));
    expect(await said()).toEqual([]);
  });
});
