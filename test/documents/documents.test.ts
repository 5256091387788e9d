// Contracts, one-pagers and the overview: what people and auditors read says what the declaration says, no more and nothing by accident.
import { describe, expect, it } from 'vitest';
import { apart, quality, together } from '../../src/targets/data/odcs-quality.ts';
import odcs from '../../src/targets/data/odcs.ts';
import onePager from '../../src/targets/documents/one-pager.ts';
import overview from '../../src/targets/portfolio/overview.ts';
import { derivePortfolioFacts } from '../../src/analyse/run.ts';
import { summarise } from '../../src/analyse/summarise.ts';
import { facts as registry, portfolioFacts } from '../../src/generated/registry.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Artefact, PortfolioEmitContext, SpanTarget } from '../../src/target.ts';
import { contextOf, to, type Declaring } from '../support/emit.ts';
import { spanOf } from '../support/terraform.ts';

const evil = '<img src=x onerror=alert(1)> | ${x} {{ y }}';
const declared: readonly Declaring[] = [
  { kind: 'DataContract', id: 'tickets', props: { description: evil } },
  { kind: 'Pipeline', id: 'mask', props: { reads: [to('DataContract', 'tickets')], writes: [to('DataContract', 'masked')] } },
  { kind: 'DataContract', id: 'masked', props: { retention: undefined, purposes: [] } },
  { kind: 'Model', id: 'small' }, { kind: 'GpuQuota', id: 'gpus', props: { guaranteed: 30 } },
  { kind: 'ModelEndpoint', id: 'chat', props: { model: to('Model', 'small'), quota: to('GpuQuota', 'gpus'), reads: [to('DataContract', 'masked')], guardrails: [] } },
  { kind: 'Budget', id: 'monthly' },
];
const environments = ['dev', 'staging', 'production'].map((environment) => contextOf(declared, { environment }));
const files = (emitted: Iterable<Artefact> | Artefact) => (Symbol.iterator in emitted ? [...emitted] : [emitted]).flatMap((a) => (a.form === 'file' ? [a] : []));

describe('a data contract', () => {
  const contract = files((odcs as SpanTarget).emit(spanOf(environments))).find((f) => f.path === 'contracts/tickets.odcs.yaml')!.content as JsonObject;
  it('names a server and a catalogue for each environment', () => {
    expect((contract['servers'] as JsonObject[]).map((s) => [s['server'], s['type'], s['location']])).toEqual(['dev', 'staging', 'production'].flatMap((e) => [
      [e, 's3', `s3://nordlicht-${e}-demo-tickets/data/`], [`${e}-catalogue`, 'glue', `s3://nordlicht-${e}-demo-tickets/data/`],
    ]));
  });
  it('says of each field what the declaration says', () => {
    const [table] = contract['schema'] as JsonObject[];
    const field = (name: string) => (table!['properties'] as JsonObject[]).find((p) => p['name'] === name);
    expect(field('ticket_id')).toMatchObject({ logicalType: 'string', primaryKey: true, primaryKeyPosition: 1, required: true });
    expect(field('customer')).toMatchObject({ classification: 'personal', tags: ['pseudonym'] });
    expect(field('channel')!['quality']).toEqual([{ type: 'library', metric: 'invalidValues', mustBe: 0, dimension: 'conformity', arguments: { validValues: ['mail', 'chat', 'phone'] } }]);
    expect(field('rating')).toMatchObject({ logicalType: 'integer', required: false });
    expect(field('day')).toMatchObject({ partitioned: true, partitionKeyPosition: 1 });
    expect(table!['quality']).toEqual([
      { type: 'library', metric: 'rowCount', mustBeGreaterOrEqualTo: 1, dimension: 'completeness' },
    ]);
  });
  it('says once that a key is unique, and of each other set that no row comes twice', () => {
    const [first, second] = together([{ kind: 'unique', fields: ['a', 'b-c'] }, { kind: 'unique', fields: ['a', 'd'] }]);
    expect(first).toMatchObject({ metric: 'duplicateValues', arguments: { properties: ['a', 'b_c'] } });
    expect(second).toMatchObject({ type: 'sql', query: 'SELECT COUNT(*) FROM (SELECT 1 FROM {object} GROUP BY "a", "d" HAVING COUNT(*) > 1) AS twice', mustBe: 0 });
  });
  it('says each thing once of a column: the strictest share, and the values that its pattern finds', () => {
    expect(apart([{ kind: 'complete', field: 'a', atLeast: '90%' }, { kind: 'values', field: 'a', values: ['ab', 'b'] }, { kind: 'pattern', field: 'a', pattern: '^a' }, { kind: 'complete', field: 'a', atLeast: '99%' }]))
      .toMatchObject([{ metric: 'invalidValues', arguments: { validValues: ['ab'] } }, { metric: 'nullValues', mustBeLessOrEqualTo: 1 }]);
  });
  it('lets no text name a variable of whoever checks the data', () => {
    const rules = [{ kind: 'values', field: 'a', values: ['${HOME}', 'a.b'] }, { kind: 'pattern', field: 'a', pattern: '^[${x}]+$' }] as const;
    const patterns = rules.flatMap((rule) => quality(rule)).map((q) => (q['arguments'] as { pattern: string }).pattern);
    expect(patterns.join()).not.toMatch(/\$\{/);
    expect(['${HOME}', 'a.b', 'axb', '${HOME'].map((text) => new RegExp(patterns[0]!).test(text))).toEqual([true, true, false, false]);
    expect(['${x}', 'y'].map((text) => new RegExp(patterns[1]!).test(text))).toEqual([true, false]);
  });
  it('promises freshness and retention where they can be measured', () => {
    expect(contract['slaProperties']).toEqual([
      { property: 'freshness', value: 1, unit: 'h', element: 'tickets.created_at' }, { property: 'retention', value: 395, unit: 'd', element: 'tickets.created_at' },
    ]);
  });
  it('keeps hostile text as text', () => expect((contract['description'] as JsonObject)['purpose']).toBe(evil));
});

describe('a one-pager', () => {
  const text = files((onePager as SpanTarget).emit(spanOf(environments)))[0]!.content as string;
  it('has a picture of what flows, and nothing that a name could have added', () => {
    const chart = /```mermaid\n([^`]*)```/.exec(text)![1]!;
    expect(chart.split('\n')).toEqual([
      'flowchart LR', '  subgraph g1["demo"]', '    n1[("tickets")]', '    n2["mask"]', '    n3[("masked")]', '    n4{{"small"}}', '    n5("chat")', '    n6["monthly<br/>12,000 € per month"]', '  end',
      '  n1 -->|"is read by"| n2', '  n2 -->|"writes"| n3', '  n4 -->|"answers in"| n5', '  n3 -->|"is read by"| n5', '',
    ]);
  });
  it('says goal, limits, end, owner, data and money of each environment', () => {
    for (const part of ['# demo', '## Goal', 'first-contact resolution | 41% | 60%', '## Not its task', '- Refund decisions', '## When it ends', 'Customer Care', '5 internal, 2 personal', '13 months', '## Money a month']) expect(text).toContain(part);
    for (const environment of ['dev', 'staging', 'production']) expect(text).toMatch(new RegExp(`^\\| ${environment} \\| .* \\| monthly: 12,000 € per month \\|`, 'm'));
  });
  it('escapes what would be markup', () => {
    expect(text).toContain('\\<img src=x onerror=alert(1)\\>');
    expect(text.replace(/\\./g, '')).not.toContain('<img');
  });
  it('holds no date but declared ones', () => expect(text.match(/\d{4}-\d{2}-\d{2}/g)).toEqual(['2027-06-30']));
});

describe('the overview', () => {
  const { platform } = environments[0]!;
  const concepts = { info: { DataContract: { published: true } } } as never;
  const places = environments.map((context) => {
    const summary = summarise(context.project, { uses: [] } as never, context.facts, registry, concepts);
    const summaries = [summary, { ...summary, project: 'other', root: { ...summary.root, $project: 'other', $path: 'other', problem: evil }, figures: {} }];
    return { env: context.env, summaries, facts: derivePortfolioFacts(portfolioFacts, { platform, env: context.env, summaries }) };
  });
  const context: PortfolioEmitContext = {
    platform, environments: places, policies: [], targets: {}, waivers: [{ project: 'demo', policy: 'x', because: evil, owner: 'customer-care', until: '2027-03-31', by: 'owner', at: { node: 'demo' } }],
    projects: places[2]!.summaries.map((s) => ({ name: s.project, folder: `projects/${s.project}`, root: s.root })),
  };
  const text = files(overview.emit(context))[0]!.content as string;
  it('is well-formed: every element closed, every attribute quoted', () => {
    const open: string[] = [];
    for (const [tag, close, name, rest] of text.replace(/<style>[\s\S]*?<\/style>/, '').matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
      if (close) expect(open.pop(), tag).toBe(name);
      else {
        expect(rest!.replace(/ [a-z][a-z0-9-]*="[^"]*"/gi, ''), tag).toMatch(/^\/?$/);
        if (!rest!.endsWith('/') && !['meta'].includes(name!)) open.push(name!);
      }
    }
    expect(open).toEqual([]);
    expect(text.replace(/<!doctype html>|<style>[\s\S]*?<\/style>|<\/?[a-z][^>]*>/g, '')).not.toMatch(/[<>]/);
  });
  it('escapes what would be markup, and loads nothing', () => {
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt; | ${x} {{ y }}');
    expect(text).not.toMatch(/<img|<script|<link|<iframe| src="|url\(/);
  });
  it('shows what is promised beyond what there is as such, and the unknown as unknown', () => {
    expect(text).toContain('aria-label="30 of 24 promised"><rect class="rest" width="600" height="14"/><rect class="c0" x="0" width="600" height="14"/><rect class="most" x="480" y="10" width="120" height="4"/>');
    expect(text).toMatch(/<span class="name">other<\/span><span class="picture"><svg [^>]*><\/svg><\/span><span class="value"><span class="soft" title="no figure">cost unknown, no budget<\/span>/);
  });
  it('names projects, owners, purposes, budgets, classifications and exceptions', () => {
    for (const part of ['<strong>demo</strong>', '>Customer Care</a>', 'Answering customers', '12,000 €', '2 personal', '2027-03-31', 'first-contact resolution: 41% to 60% by 2027-06-30']) expect(text).toContain(part);
  });
});
