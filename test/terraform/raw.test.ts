// A raw Terraform resource is judged as its provider would, at the attribute; what nothing here can judge is said.
import { afterAll, describe, expect, test } from 'vitest';
import { folder, leitwerk, ownPortfolio, session, type Files } from '../support/portfolio.ts';

const project = (declared: string): Files => ({
  'leitwerk.config.ts': ownPortfolio()['leitwerk.config.ts']!,
  'projects/raw/project.ts': `import { AiProject, RawTerraform, type Portfolio } from 'leitwerk';
export default class Raw extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'raw', {
      owner: 'customer-care', purpose: 'customer-support', problem: 'None.', kpi: { name: 'k', baseline: '1%', target: '2%', by: '2027-06-30', measuredBy: 'survey' },
      exit: 'Never.', regions: ['eu-central-1'], users: { who: 'employees', people: 3 }, score: { value: 3, risk: 2, dataReadiness: 3, regulation: 1, months: 6 },
      aiAct: { role: 'deployer', class: 'minimal', because: 'It decides nothing.' },
    });
    new RawTerraform(this, 'topic', { ${declared}, because: 'A test.' });
  }
}
`,
});
const folders: (() => void)[] = [];
afterAll(() => folders.forEach((dispose) => dispose()));
const said = async (declared: string) => {
  const { root, dispose } = folder(project(declared));
  folders.push(dispose);
  return (await session(root)).diagnostics.map((d) => `${d.severity} ${d.code} ${d.place?.line}:${d.place?.column} ${d.what}`);
};

describe('a raw Terraform resource', () => {
  test('that keeps to the schema is in order', async () => expect(await said("resource: 'aws_sns_topic', attributes: { name: 'tickets' }")).toEqual([]));
  test('with an argument that does not exist is refused there, with what is near', async () => {
    const [first, ...others] = await said("resource: 'aws_sns_topic', attributes: { display: 'tickets' }");
    expect(first).toBe('error LW1312 9:89 display of aws_sns_topic is no argument here; near it is display_name');
    expect(others).toEqual([]);
  });
  test('with a value of the wrong type, or without what is required, is refused', async () => {
    expect(await said("resource: 'aws_sqs_queue', attributes: { delay_seconds: 'soon' }")).toEqual([expect.stringContaining('delay_seconds of aws_sqs_queue must be a number, not "soon"')]);
    expect(await said("resource: 'aws_sns_topic_policy', attributes: { arn: 'arn:aws:sns:eu-central-1:1:x' }")).toEqual([expect.stringContaining('aws_sns_topic_policy lacks the required argument policy')]);
  });
  test('that would run commands is refused', async () => {
    const found = await said("resource: 'aws_sns_topic', attributes: { name: 'x', provisioner: [{ 'local-exec': { command: 'true' } }] }");
    expect(found).toContainEqual(expect.stringContaining('raw-terraform-runs-nothing'));
  });
  test('of another provider is refused: only stacks of AWS are written', async () => {
    for (const resource of ['azurerm_storage_account', 'google_storage_bucket', 'kubernetes_namespace_v1']) expect(await said(`resource: '${resource}', attributes: { name: 'x' }`)).toEqual([`error LW1212 9:49 topic.resource must have the form ^aws_[a-z0-9_]+$, not '${resource}'`]);
  });
  test('of a type without a table is written, and named among what was not checked', async () => {
    const { root, dispose } = folder(project("resource: 'aws_kinesis_stream', attributes: { name: 'x' }"));
    folders.push(dispose);
    const { code, out } = await leitwerk(root, 'synth', '--as-of', '2026-11-23');
    expect(code, out).toBe(0);
    expect(out).toMatch(/^not checked: [^]*^ +the attributes of aws_kinesis_stream$/m);
  });
});
