// Stacks: expressions are rendered, every other text stays text, and nothing of this machine or of cdktf's memory gets in.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment, Platform } from '../../src/model/platform.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { attr, data, dataAttr, moved, resource, tf, type Artefact } from '../../src/target.ts';
import { inert, referenced, render } from '../../src/write/expressions.ts';
import { merge } from '../../src/write/merge.ts';
import { stateKey, terraform, type StackScope } from '../../src/write/terraform.ts';

const account = (name: string, bucket: string) => ({ name, provider: 'aws' as const, id: '210000000001', region: 'eu-central-1', state: { bucket, region: 'eu-central-1', lockTable: 'locks' } });
const scope = (...accounts: readonly ReturnType<typeof account>[]): StackScope => ({
  project: 'crm', owner: 'care', env: { name: 'dev', accounts } as never as Environment,
  platform: { labels: { costCentre: 'acme.dev/cost-centre', owner: 'acme.dev/owner' }, teams: { care: { costCentre: '${41}' } } } as never as Platform,
});
const one = scope(account('main', 'state'));
const blocks = (...artefacts: readonly Artefact[]) => merge(artefacts.map((artefact) => ({ artefact, by: 'terraform/x', from: ['crm/tickets'], place: { scope: 'account', account: 'main' } })), []).value.terraform;
const written = async (...artefacts: readonly Artefact[]) => {
  const { value, diagnostics } = await terraform(blocks(...artefacts), one);
  expect(diagnostics).toEqual([]);
  return JSON.parse(value.get('terraform/main/cdk.tf.json')!) as JsonObject & { readonly resource: Record<string, Record<string, JsonObject>> };
};
const bucket = resource('aws_s3_bucket', 'tickets', { bucket: 'acme-tickets' });

describe('a stack', () => {
  it('is what a person would write', async () => {
    const { value } = await terraform(blocks(
      resource('aws_s3_bucket_policy', 'tickets', { bucket: attr('aws_s3_bucket', 'tickets', 'id'), policy: dataAttr('aws_iam_policy_document', 'tickets', 'json') }),
      data('aws_iam_policy_document', 'tickets', { statement: [{ sid: 'Read', resources: [tf`${attr('aws_s3_bucket', 'tickets', 'arn')}/*`], actions: ['s3:GetObject'] }] }),
      bucket, moved('aws_s3_bucket', 'old', 'tickets'),
    ), one);
    expect(value.get('terraform/main/cdk.tf.json')).toBe(`${JSON.stringify({
      terraform: {
        backend: { s3: { bucket: 'state', dynamodb_table: 'locks', encrypt: true, key: 'dev/crm.tfstate', region: 'eu-central-1' } },
        required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.34' } },
      },
      provider: { aws: [{ allowed_account_ids: ['210000000001'], default_tags: [{ tags: { 'acme.dev/cost-centre': '$${41}', 'acme.dev/owner': 'care', 'leitwerk.dev/project': 'crm' } }], region: 'eu-central-1' }] },
      data: { aws_iam_policy_document: { tickets: { statement: [{ actions: ['s3:GetObject'], resources: ['${aws_s3_bucket.tickets.arn}/*'], sid: 'Read' }] } } },
      resource: {
        aws_s3_bucket: { tickets: { bucket: 'acme-tickets' } },
        aws_s3_bucket_policy: { tickets: { bucket: '${aws_s3_bucket.tickets.id}', policy: '${data.aws_iam_policy_document.tickets.json}' } },
      },
      moved: [{ from: 'aws_s3_bucket.old', to: 'aws_s3_bucket.tickets' }],
    }, null, 2)}\n`);
  });

  it('keeps any text as it is, even what cdktf would take for its own', async () => {
    const texts = ['${TfToken[TOKEN.0]}', '#{TfToken[TOKEN.0]}', '&{TfToken[TOKEN.0]}', 'String Map Token Value', '1e5 -1.8881545897087626e+289', '${file("/etc/passwd")}', '%{ if true }x%{ endif }', '$${a}', '%', '$', '${', '{{ .Values.x }}'];
    const written1 = await written(resource('aws_sns_topic', 'a', { tags: { ...Object.fromEntries(texts.map((t, i) => [`k${i}`, t])), '//': 'kept', 'a${b}': '1' }, n: -1.8881545897087626e+289, list: texts }));
    const topic = written1.resource['aws_sns_topic']!['a']!;
    expect(topic['list']).toEqual(texts.map(inert));
    expect(topic['tags']).toMatchObject({ '//': 'kept', 'a$${b}': '1' });
    expect(topic['n']).toBe(-1.8881545897087626e+289);
    expect(inert('${a} %{b} $${c} $x')).toBe('$${a} %%{b} $$${c} $x');
  });

  it('joins text and expressions so that no text escapes or completes an expression', () => {
    const arn = attr('aws_x', 'y', 'arn');
    expect(render(tf`price in $${arn}`)).toBe('price in ${"$"}${aws_x.y.arn}');
    expect(render(tf`50%${arn}`)).toBe('50${"%"}${aws_x.y.arn}');
    expect(render(tf`a$%$$${arn}`)).toBe('a${"$%$$"}${aws_x.y.arn}');
    expect(render({ $join: ['$', '{file("x")}', arn] })).toBe('$${file("x")}${aws_x.y.arn}');
    expect(render(tf`${'${a}'}/*`)).toBe('$${a}/*');
  });

  it('evaluates no text: what Terraform would evaluate is only what a target meant as an expression', () => {
    // A reader of template syntax: `$${` and `%%{` are escapes, `${` and `%{` begin something that is evaluated.
    const literal = (text: string): string | undefined => {
      const live = text.replaceAll(/\$\$\{|%%\{/g, (escape) => (escape.startsWith('$') ? '\u0001' : '\u0002'));
      return /[$%]\{/.test(live) ? undefined : live.replaceAll('\u0001', '${').replaceAll('\u0002', '%{');
    };
    const text = fc.array(fc.constantFrom('$', '%', '{', '}', 'a', '$${', '%%{', ' '), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (t) => { expect(literal(render(t) as string)).toBe(t); }), { numRuns: 2000 });
  });

  it('refuses an expression that is no reference, or leads out of the stack', async () => {
    const codes = async (body: JsonObject) => (await terraform(blocks(bucket, resource('aws_sns_topic', 'a', body)), one)).diagnostics.map((d) => `${d.code} ${d.what}`);
    expect(await codes({ name: attr('aws_s3_bucket', 'ticket', 'arn') })).toEqual(['LW1309 resource aws_sns_topic.a of terraform/x refers to aws_s3_bucket.ticket.arn: there is no aws_s3_bucket.ticket in this stack']);
    for (const expression of ['file("/etc/passwd")', 'aws_s3_bucket.tickets.arn}${file("/etc/passwd")', 'aws_s3_bucket.tickets', 'var.x', 'aws_s3_bucket.tickets.arn + 1', '']) {
      expect(await codes({ name: { $tf: expression } }), expression).toHaveLength(1);
    }
    expect(referenced('data.aws_x.y.list[0].name')).toBe('data.aws_x.y');
    expect((await terraform(blocks(resource('azurerm_x', 'a', {})), one)).diagnostics.map((d) => d.code)).toEqual(['LW1310']);
  });

  it('has a state of its own, also where accounts share a bucket', () => {
    expect(stateKey(one, one.env.accounts[0]!)).toBe('dev/crm.tfstate');
    const two = scope(account('main', 'state'), account('data', 'state'));
    expect(two.env.accounts.map((a) => stateKey(two, a))).toEqual(['dev/crm/main.tfstate', 'dev/crm/data.tfstate']);
  });

  it('leaves nothing behind in the map of tokens that cdktf keeps for the life of the process', async () => {
    await written(bucket);
    const tokens = () => (globalThis as never as { __cdktfTokenMap: { stringTokenMap: Map<string, unknown>; numberTokenMap: Map<number, unknown> } }).__cdktfTokenMap;
    const before = [tokens().stringTokenMap.size, tokens().numberTokenMap.size];
    for (let i = 0; i < 5; i++) await written(bucket, resource('aws_sns_topic', 'a', { name: attr('aws_s3_bucket', 'tickets', 'arn') }));
    expect([tokens().stringTokenMap.size, tokens().numberTokenMap.size]).toEqual(before);
  });

  it('takes constructs of the platform\'s own', async () => {
    const { value } = await terraform(blocks(bucket), one, (stack) => stack.addOverride('output.extra', { value: 'x' }));
    expect(JSON.parse(value.get('terraform/main/cdk.tf.json')!)).toMatchObject({ output: { extra: { value: 'x' } } });
  });
});
