// Great Expectations: each suite is loaded and run; the samples on rows that keep the rules and on rows that break them, one rule at a time.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once, verdict } from './support/files.mjs';
import { inParallel } from './support/process.mjs';
import { here, installPython, versionOf, warm } from './support/python.mjs';

export const name = 'great-expectations', version = `great-expectations ${versionOf('gx', 'great-expectations')}`, needs = ['python3'];
export const install = (context) => installPython('gx', context, version);

const interpreter = warm('gx', 'great_expectations', 'pandas');
export const { open, close } = interpreter;

const ask = async (args) => {
  const { code, all } = await interpreter.run([join(here, 'gx_judge.py'), ...args]);
  return { refused: code !== 0, why: all.trim().split('\n').slice(-4).join('\n') };
};
const suite = join(here, 'samples/gx/tickets.suite.json');
const head = 'ticket_id,customer,body,channel,created_at,day,rating';
const good = ['T-1,a,x,mail,2026-11-01T00:00:00Z,2026-11-01,5', 'T-2,b,y,chat,2026-11-01T00:00:00Z,2026-11-01,'];
/** Rows that break one rule each. */
const broken = {
  'a key twice': [good[0], good[0]], 'a value that does not occur': [good[0].replace('mail', 'fax')], 'a number out of bounds': [good[0].replace(/5$/, '9')], 'a text of another form': [good[0].replace('T-1', 'X-1')],
  'something missing': [good[0].replace(',x,', ',,')], 'no rows': [],
};

export async function selfTest(context) {
  const folder = join(context.scratch, 'gx');
  mkdirSync(folder, { recursive: true });
  const file = (sample, text, ending) => { const path = join(folder, `${sample.replaceAll(' ', '-')}.${ending}`); writeFileSync(path, text); return path; };
  const text = readFileSync(suite, 'utf8'), rows = (lines) => `${[head, ...lines].join('\n')}\n`;
  const cases = [
    ['rows that keep the rules', 'accept', [suite, file('good', rows(good), 'csv')]], ['the suite alone', 'accept', [suite]],
    ...Object.entries(broken).map(([sample, lines]) => [sample, 'refuse', [suite, file(sample, rows(lines), 'csv')]]),
    ['a column too many', 'refuse', [suite, file('column', `${head},more\n${good[0]},1\n`, 'csv')]],
    ['an unknown expectation', 'refuse', [file('unknown', text.replace('expect_column_values_to_be_unique', 'expect_column_values_to_be_uniq'), 'json')]],
    ['an unknown key of the suite', 'refuse', [file('key', text.replace('"expectations"', '"notez": {}, "expectations"'), 'json')]],
    ['an unknown key of an expectation', 'refuse', [file('inner', text.replace('"kwargs"', '"severitee": "warning", "kwargs"'), 'json')]],
    ['an unknown argument', 'refuse', [file('argument', text.replace('"min_value"', '"minimum"'), 'json')]],
  ];
  return inParallel(cases, 2, async ([sample, wanted, args]) => { const { refused, why } = await ask(args); return verdict(sample, wanted, refused, why); });
}

export const takes = (paths) => paths.filter((path) => path.endsWith('.suite.json'));

const asked = once((file) => ask([file]));
export async function judge(paths, context) {
  const verdicts = await inParallel(paths.map((path) => join(context.dist, path)), 2, (file) => asked(readFileSync(file, 'utf8'), file));
  const refused = paths.flatMap((path, i) => verdicts[i].refused ? [{ what: path, why: verdicts[i].why }] : []);
  return { accepted: paths.length - refused.length, refused };
}
