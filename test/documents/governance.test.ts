// Documents of governance: cards, datasheets, decisions, the record of processing, the bill of materials and their index say what is declared, and link to what is there.
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import bom from '../../src/targets/documents/ml-bom.ts';
import card from '../../src/targets/documents/model-card.ts';
import datasheet from '../../src/targets/documents/datasheet.ts';
import decision from '../../src/targets/documents/decision.ts';
import index from '../../src/targets/documents/project-index.ts';
import record from '../../src/targets/documents/processing-record.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { frontMatter } from '../../src/model/text/front-matter.ts';
import type { Artefact, SpanTarget } from '../../src/target.ts';
import { contextOf, to, type Declaring } from '../support/emit.ts';
import { spanOf } from '../support/terraform.ts';

const evil = '"<b>"\n: {{ x }} # y';
const decided = (id: string, more: JsonObject): Declaring => ({ kind: 'Decision', id, props: { about: [to('ModelEndpoint', 'chat')], replaces: undefined as unknown as Json, ...more } });
const declared: readonly Declaring[] = [
  { kind: 'DataContract', id: 'tickets' }, { kind: 'Model', id: 'small', props: { licence: 'a licence: of {{ ours }}' } }, { kind: 'GpuQuota', id: 'gpus' },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'small'), quota: to('GpuQuota', 'gpus'), reads: [to('DataContract', 'tickets')], fallback: [], prompts: [], guardrails: [] } },
  { kind: 'ExternalModel', id: 'mistral', props: { prompts: [] } }, { kind: 'Application', id: 'app', props: { calls: [to('ExternalModel', 'mistral'), to('ModelEndpoint', 'chat')], reads: [to('DataContract', 'tickets')] } },
  { kind: 'TrainedModel', id: 'score', props: { trainedOn: [to('DataContract', 'tickets')], trainedBy: undefined as unknown as Json } },
  { kind: 'Evaluation', id: 'replies', props: { of: to('ModelEndpoint', 'chat'), prompt: undefined as unknown as Json, metrics: { helpful: { measure: 'contains', atLeast: '0.85' } } } },
  { kind: 'Evidence', id: 'november', props: { of: to('Evaluation', 'replies'), result: { subject: `sha256:${'0'.repeat(64)}`, goldenSet: `sha256:${'0'.repeat(64)}`, ranOn: '2026-11-12', cases: 240, scores: { helpful: '0.91' }, by: 'run 4711' } } },
  decided('old', { title: 'Ask a provider', on: '2026-01-05' }), decided('new', { replaces: to('Decision', 'old') }),
];
const span = spanOf(['dev', 'production'].map((environment) => contextOf(declared, { environment })));
const made = new Map(([card, datasheet, decision, record, index, bom] as unknown as readonly SpanTarget[]).flatMap((t) => {
  const of: Iterable<Artefact> | Artefact = t.emit(span);
  return (Symbol.iterator in of ? [...of] : [of]).flatMap((a) => (a.form === 'file' ? [[a.path, a.content] as const] : []));
}));
const text = (path: string): string => made.get(`documents/${path}`) as string;
const head = (path: string): JsonObject => parse(/^---\n([\s\S]*?)\n---\n/.exec(text(path))![1]!) as JsonObject;

describe('front matter', () => {
  it('gives data back, whatever its texts', () => {
    const data = { a: evil, b: [evil, { c: [], d: {}, e: null, f: 1.5, g: true }], 'yes': 'no', 'x y': ['- z', ['1', '2']] };
    expect(parse(frontMatter(data).text.replace(/^---\n|\n---$/g, ''), { version: '1.1' })).toEqual(data);
  });
});

describe('a model card', () => {
  it('names licence, task and what has been shown', () => {
    expect(head('models/small.md')).toMatchObject({ license: 'other', license_name: 'a licence: of {{ ours }}', pipeline_tag: 'text-generation', base_model: 'meta-llama/Llama-3.1-8B-Instruct' });
    expect(head('models/small.md')['model-index']).toEqual([{ name: 'meta-llama/Llama-3.1-8B-Instruct', results: [{
      task: { type: 'text-generation' }, dataset: { name: 'golden/replies.jsonl', type: 'demo/replies', revision: `sha256:${'0'.repeat(64)}` }, metrics: [{ type: 'contains', name: 'helpful', value: 0.91 }], source: { name: 'run 4711', url: 'https://github.com/nordlicht/ai-projects' },
    }] }]);
    expect(text('models/small.md')).toContain('| helpful | contains | 0.91 | at least 0.85 | 240 cases of golden/replies.jsonl | 2026-11-12 | run 4711 |');
  });
  it('says of a model without evidence that it has none', () => expect(text('models/score.md')).toContain('Nothing has been shown yet'));
});

describe('a decision', () => {
  it('is superseded by the one that replaces it, and links there', () => {
    expect(head('decisions/old.md')).toMatchObject({ status: 'superseded by new', date: '2026-01-05' });
    expect(head('decisions/new.md')).toMatchObject({ status: 'accepted', 'decision-makers': ['Customer Care'] });
    expect(text('decisions/old.md')).toContain('Replaced by [new](new.md): Run the model ourselves');
    expect(text('decisions/new.md')).toContain('Replaces [old](old.md): Ask a provider');
  });
});

describe('the record of processing', () => {
  it('says whose data it is, why, for how long, and who gets it', () => {
    expect(text('processing-record.md')).toMatch(/\| demo\/tickets \| customers \| pseudonym: customer; personal: body \| Answering customers \| contract \| 13 months \| when asked \| eu-central-1 \| DPIA 2026-14/);
    expect(text('processing-record.md')).toContain('| Mistral AI | demo/tickets.customer, demo/tickets.body | 30 days | no | Contract 2026-117, until 2028-03-31 | demo/app |');
  });
});

describe('the bill of materials', () => {
  const all = made.get('documents/ml-bom.json') as JsonObject;
  it('has models, data, containers and services, each once', () => {
    const parts = [...all['components'] as JsonObject[], ...all['services'] as JsonObject[]].map((c) => c['bom-ref']);
    expect(parts).toEqual(['demo/small', 'demo/score', 'demo/tickets', 'demo/app', 'demo/mistral', 'demo/chat']);
  });
  it('says what depends on what', () => {
    const on = Object.fromEntries((all['dependencies'] as JsonObject[]).map((d) => [d['ref'], d['dependsOn']]));
    expect(on).toMatchObject({ demo: ['demo/app', 'demo/score'], 'demo/app': ['demo/chat', 'demo/mistral', 'demo/tickets'], 'demo/chat': ['demo/small', 'demo/tickets'], 'demo/score': ['demo/tickets'] });
  });
  it('has nothing that would make two runs differ', () => expect(JSON.stringify(all)).not.toMatch(/serialNumber|timestamp/));
});

describe('links between documents', () => {
  it('lead to documents that are there', () => {
    const there = new Set([...made.keys(), 'documents/one-pager.md', 'contracts/tickets.odcs.yaml']);
    const links = [...made].flatMap(([path, content]) => typeof content !== 'string' ? [] : [...content.matchAll(/\]\(([^)]+)\)/g)].map((m) => new URL(m[1]!, `file:///${path}`).pathname.slice(1)));
    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((l) => !there.has(l))).toEqual([]);
  });
});
