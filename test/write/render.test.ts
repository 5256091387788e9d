// A tree: what each file came from, and no two artefacts in one file.
import { describe, expect, it } from 'vitest';
import type { Place, Tagged } from '../../src/emit/emit.ts';
import { sha256 } from '../../src/model/digest.ts';
import { file, object, type Artefact } from '../../src/target.ts';
import { merge } from '../../src/write/merge.ts';
import { renderTree } from '../../src/write/render.ts';

const cluster: Place = { scope: 'cluster', cluster: 'main' };
const by = (target: string, artefact: Artefact, node: string): Tagged => ({ artefact, by: target, from: [node], place: cluster });
const rendered = (parts: readonly Tagged[], extra?: ReadonlyMap<string, string>) => renderTree('dev/crm', merge(parts, []).value, { kubernetes: { project: 'crm', environment: 'dev' } }, extra);

describe('a tree', () => {
  it('says for each file which targets and nodes it came from, and nothing of the machine', async () => {
    const { value, diagnostics } = await rendered([
      by('x/quota', object('v1', 'ResourceQuota', { name: 'q', namespace: 'crm' }, {}), 'crm/gpus'),
      by('documents/contract', file('data/tickets.yaml', { b: 1, a: 'no' }), 'crm/tickets'), by('documents/plain', file('docs/read.md', '# x'), 'crm'), by('documents/data', file('model.json', { a: [] }), 'crm'),
    ]);
    expect(diagnostics).toEqual([]);
    expect(value.files.get('data/tickets.yaml')).toBe('b: 1\na: "no"\n');
    expect(value.files.get('model.json')).toBe('{\n  "a": []\n}\n');
    const index = JSON.parse(value.files.get('index.json')!) as { readonly artefacts: readonly { readonly path: string }[] };
    expect(index).toMatchObject({ leitwerk: 1, tree: 'dev/crm', digest: value.digest });
    expect(index.artefacts.map((a) => a.path)).toEqual(['data/tickets.yaml', 'docs/read.md', 'kubernetes/main/kustomization.yaml', 'kubernetes/main/quota.yaml', 'model.json']);
    expect(index.artefacts[1]).toEqual({ path: 'docs/read.md', digest: sha256('# x'), bytes: 3, targets: ['documents/plain'], nodes: ['crm'] });
    expect(index.artefacts[3]).toMatchObject({ targets: ['x/quota'], nodes: ['crm/gpus'] });
  });

  it('says where the nodes are declared, which is no part of its digest', async () => {
    const parts = [by('x/quota', object('v1', 'ResourceQuota', { name: 'q', namespace: 'crm' }, {}), 'crm/gpus'), by('a/b', file('x', '1'), 'crm')];
    const at = (line: number) => renderTree('dev/crm', merge(parts, []).value, { kubernetes: { project: 'crm', environment: 'dev' } }, undefined, new Map([['crm/gpus', `projects/crm/project.ts:${line}`], ['crm/other', 'projects/crm/project.ts:1']]));
    const { value } = await at(7);
    expect(JSON.parse(value.files.get('index.json')!)).toHaveProperty('positions', { 'crm/gpus': 'projects/crm/project.ts:7' });
    expect((await at(8)).value.digest).toBe(value.digest);
  });

  it('refuses a file where an object is written, in any case of letters, and the index itself', async () => {
    const quota = by('x/quota', object('v1', 'ResourceQuota', { name: 'q', namespace: 'crm' }, {}), 'crm/gpus');
    const clash = await rendered([quota, by('y/z', file('kubernetes/main/Quota.yaml', ''), 'crm')]);
    expect(clash.diagnostics).toMatchObject([{ code: 'LW1307', what: 'kubernetes/main/Quota.yaml is written by x/quota and by y/z' }]);
    expect((await rendered([by('y/z', file('index.json', ''), 'crm')])).diagnostics.map((d) => d.code)).toEqual(['LW1308']);
    expect((await rendered([quota], new Map([['kubernetes/main/quota.yaml', '']]))).diagnostics.map((d) => d.code)).toEqual(['LW1307']);
  });

  it('has the same digest for the same content, and another for another', async () => {
    const parts = [by('a/b', file('x', '1'), 'p'), by('a/c', file('y', '2'), 'p')];
    const [first, turned, other] = await Promise.all([rendered(parts), rendered([...parts].reverse()), rendered([parts[0]!, by('a/c', file('y', '3'), 'p')])]);
    expect(turned).toEqual(first);
    expect(other.value.digest).not.toBe(first.value.digest);
  });
});
