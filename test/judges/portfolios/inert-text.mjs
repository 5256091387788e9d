// A portfolio whose texts mean something to every reader: one project that holds all of them, and some in which every property of every concept that may hold any text holds one.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../../src/dev/run.mjs';
import { lines, texts } from '../inert-text/nasty.mjs';
import { synth, writeModels } from '../support/portfolio.mjs';

export const name = 'inert text';
/** AWS takes few of these texts as tags, so that they are planned only: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
export const sample = { moto: 0 };
/** As many as give each text a place. */
const PROJECTS = 6;

const json = (value) => JSON.stringify(value, null, 2);
const all = [...lines, ...texts];
/** One entry for each text, under a name that every system takes. */
const each = (list) => Object.fromEntries(list.map((text, i) => [`t${i}`, text]));
const short = lines.filter((text) => [...text].length <= 200);
/** What templates and their values could trip over: each becomes a value of the chart. */
const different = all.filter((text) => /[{"<\n]|[^ -~]/.test(text));
/** As many lines as a problem may have characters. */
const problem = lines.filter((text) => text.length < 40).slice(0, 120).join('\n');

/** Of each kind one, about columns whose names or patterns mean more than they say. */
const rules = [
  { kind: 'unique', fields: ['long'] }, { kind: 'unique', fields: ['the-part', 'day'] }, { kind: 'unique', fields: ['long', 'the-part'] }, { kind: 'complete', field: 'note', atLeast: '99.5%' }, { kind: 'rows', min: 2, max: 50 },
  { kind: 'range', field: 'ratio', min: '-0.5', max: '0.25' }, { kind: 'range', field: 'amount', min: '-10' }, { kind: 'range', field: 'the-part', max: '99' },
  { kind: 'pattern', field: 'the-id', pattern: '^[A-Z]{2}"\\d+$' }, { kind: 'pattern', field: 'reference', pattern: "^(a|b')\\\\{2,3}[^x]$" }, { kind: 'pattern', field: 'path', pattern: '^\\${HOME}$' },
];

// The model keeps one of the names for itself, and Terraform takes texts that are composed otherwise for the same: https://github.com/zclconf/go-cty/blob/main/docs/types.md
const isKey = (text) => text.length < 128 && text !== '$ref' && text.normalize('NFC') === text;

const source = `// Texts that mean something to somebody.
import { AiProject, Budget, DataContract, Override, Pipeline, RawManifest, RawTerraform, boolean, date, decimal, double, eur, inEnv, integer, key, string, timestamp } from 'leitwerk';

export default class Nasty extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'nasty', {
      owner: 'customer-care', purpose: 'customer-support', regions: ['eu-central-1'], problem: ${json(problem)},
      kpi: { name: ${json(lines[0])}, baseline: '41%', target: '60%', by: '2027-06-30', measuredBy: 'survey' }, nonGoals: ${json(lines)}, exit: ${json('{{ end }} ${x} <script> | ::error::x')},
      users: { who: 'employees', people: 3 }, score: { value: 3, risk: 2, dataReadiness: 3, regulation: 1, months: 6 }, aiAct: { role: 'deployer', class: 'minimal', because: ${json('| <b>{{ x }}</b> ${y} [a](javascript:x)')}, oversight: ${json(lines[1])} },
    });
    const described = ${json(each(lines))};
    const contract = new DataContract(this, 'described', {
      version: '1.0.0', description: ${json(problem)}, freshness: '1h', retention: '30d', region: 'eu-central-1', quality: ${json(rules)},
      fields: {
        'the-id': key(string()), 'the-part': key(integer()), long: { type: 'long' }, ratio: double(), amount: decimal({ nullable: true }), open: boolean(), day: date(), 'came-at': timestamp(),
        note: string({ nullable: true }), grade: integer({ values: ['1', '2'] }), reference: string(), path: string(),
        ...Object.fromEntries(Object.entries(described).map(([name, description]) => [name, string({ description })])), values: string({ values: ${json([...new Set(short)])} }),
      },
    });
    new Pipeline(this, 'command', {
      image: 'registry.nordlicht.example/x@sha256:0d4c1b1b3c3bf61a20a2a42b2a0b0a1bcd4a7eac0b5a2b9a4a9f5e5b1f3d0c77', command: ${json(['echo', ...all.filter((text) => text.length <= 1000)])}, schedule: '1 1 * * *',
      reads: [contract], transformation: { kind: 'mask', fields: ${json(short)}, because: ${json(lines.at(-6))} }, timeout: '1h', cpu: '1', memory: '1Gi',
    });
    new RawManifest(this, 'script', { manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'script', annotations: ${json(each(lines))} }, data: ${json(each(all))} }, because: ${json('| {{ x }} <b>')} });
    new RawManifest(this, 'by-environment', {
      manifest: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'by-environment' }, data: Object.fromEntries(${json(different.map((text, i) => [`t${i}`, text, different[(i + 1) % different.length]]))}.map(([name, value, other]) => [name, inEnv({ default: value, production: other })])) },
      because: ${json('[a](javascript:x)')},
    });
    new Override(this, 'noted', { object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'script' }, set: { metadata: { annotations: ${json(Object.fromEntries(texts.map((text, i) => [`o${i}`, text])))} } }, because: ${json('${file("/etc/passwd")} %{ if true }')} });
    new RawTerraform(this, 'topic', { resource: 'aws_sns_topic', name: 'topic', attributes: { kms_master_key_id: 'alias/aws/sns', display_name: ${json('{{ x }} ${y} %{ z }')}, tags: { ...${json(each(all))}, ...Object.fromEntries(${json(lines.filter(isKey))}.map((key) => [key, 'x'])) } }, because: ${json('a --> b')} });
    new Budget(this, 'monthly', { amount: eur(100), per: 'month', at: { '100%': 'alert' } });
  }
}
`;

export async function compile({ root, folder, say }) {
  const own = join(folder, 'own'), others = join(folder, 'all-concepts');
  mkdirSync(join(own, 'projects/nasty'), { recursive: true });
  copyFileSync(join(root, 'leitwerk.config.ts'), join(own, 'leitwerk.config.ts'));
  writeFileSync(join(own, 'projects/nasty/project.ts'), source);
  const { inertProjects } = await load('test/support/inert-projects.ts'), { roomyPlatform, waiversFor } = await load('test/support/accepted.ts');
  const { models, slots, texts: given, unused } = await inertProjects(PROJECTS);
  say(`${given - unused.length} of ${given} texts in ${slots} properties of all concepts, in ${models.length} projects`);
  if (unused.length) throw new Error(`no property of any project holds ${unused.map((text) => JSON.stringify(text)).join(', ')}`);
  writeModels(others, roomyPlatform(['production']), models, waiversFor);
  return [['', await synth({ root, folder: own })], ['in all concepts', await synth({ root, folder: others })]];
}
