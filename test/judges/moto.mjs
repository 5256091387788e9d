// OpenTofu against moto, an AWS on loopback: every stack is applied, planned again without a change, and destroyed where it may be; what is renamed moves.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOwn, json, verdict } from './support/files.mjs';
import { engine, initialised, planned, stacksIn, startMoto } from './support/tofu.mjs';
import { versionOf } from './support/python.mjs';
import { install, needs, takes as stacksOf, version as engineVersion } from './opentofu.mjs';
import { compiledAnew, renamed } from './terraform/rename.mjs';

export { install, needs };
export const name = 'moto', version = `${versionOf('moto', 'moto')}, OpenTofu ${engineVersion}`;
export const takes = stacksOf, waits = true;
let aws;
export async function open(context) { aws = await startMoto(context); }
export function close() { aws?.close(); aws = undefined; }

/** What moto itself cannot do: `exempt` is an attribute whose changes count for nothing, or the resource, which is left out. */
const gaps = json(readFileSync(new URL('terraform/moto.json', import.meta.url), 'utf8'));
const whole = 'the resource';
const resourcesOf = ({ resource }) => Object.entries(resource ?? {}).flatMap(([type, blocks]) => Object.entries(blocks).map(([n, body]) => ({ type, address: `${type}.${n}`, body })));
const keepsOf = (stack) => resourcesOf(stack).filter(({ body }) => body.lifecycle?.prevent_destroy === true).map(({ address }) => address);

/** The stack without what moto cannot do. */
function within(stack, exemptions) {
  const resource = structuredClone(stack.resource ?? {});
  for (const { type, exempt } of exemptions.filter((e) => resource[e.type])) {
    if (exempt === whole) delete resource[type];
    else for (const body of Object.values(resource[type])) body.lifecycle = { ...body.lifecycle, ignore_changes: [...body.lifecycle?.ignore_changes ?? [], exempt] };
  }
  return { ...stack, resource };
}

const saying = ({ address, actions, attributes }) => `${address}: a second plan wants to ${actions.join(' and ')}${actions[0] === 'update' ? ` ${attributes.join(', ')}` : ''}`;
/** Applies stacks, plans them again, and destroys them: for each, what is wrong. What may not be destroyed must refuse to be, and be named, and nothing else. All at once, since they wait for their resources. */
async function tried(folder, stacks, context, meanwhile = () => undefined) {
  const here = { aws, cache: context.cache }, unread = await initialised(folder, stacks, here), drifted = new Map();
  const wrong = new Map([...stacks.keys()].map((stack) => [stack, [...unread.get(stack) ?? []]])), say = (stack, errors) => { wrong.get(stack).push(...errors.map(({ why }) => why)); return errors.length === 0; };
  const all = [...stacks.keys()].filter((stack) => !unread.has(stack)), each = (work) => Promise.all(all.map((stack) => work(join(folder, stack), stack)));
  const applied = await each(async (at, stack) => {
    if (!say(stack, (await engine(at, ['apply', '-auto-approve'], here)).errors)) return false;
    const { errors, changes } = await planned(at, here);
    drifted.set(stack, changes);
    wrong.get(stack).push(...changes.map(saying));
    return say(stack, errors);
  });
  const more = unread.size === 0 && applied.every(Boolean) ? await meanwhile(folder, here) : undefined;
  await each(async (at, stack) => {
    const { errors } = await engine(at, ['destroy', '-auto-approve', '-refresh=false'], here), named = new Set(errors.map(({ why }) => /Resource instance (\S+) has prevent_destroy set/.exec(why)?.[1] ?? why));
    for (const address of keepsOf(stacks.get(stack))) if (!named.delete(address)) wrong.get(stack).push(`${address} may not be destroyed, and would be`);
    wrong.get(stack).push(...[...named].map((address) => `it cannot be destroyed: ${address}`));
  });
  return { wrong, drifted, more };
}

export async function selfTest(context) {
  const text = readFileSync(new URL('terraform/samples/applied.tf.json', import.meta.url), 'utf8');
  const sample = (label, change = () => {}, exemptions = gaps) => { const stack = json(text.replaceAll('judge-sample', `judge-${label.replaceAll('_', '-')}`)); change(stack.resource); return [label, within(stack, exemptions)]; };
  const only = (gap) => sample(`without-exemption-${gap.type}`, (r) => { for (const type of Object.keys(r)) if (type !== gap.type) delete r[type]; }, gaps.filter((other) => other !== gap));
  const applicable = gaps.filter(({ exempt }) => exempt !== whole);
  const { wrong, drifted } = await tried(join(context.scratch, 'moto-samples'), new Map([
    sample('applied'),
    sample('two-write-one-thing', (r) => { r.aws_sns_topic_policy.second = { ...r.aws_sns_topic_policy.topic, policy: r.aws_sns_topic_policy.topic.policy.replace('sns:Subscribe', 'sns:Publish') }; }),
    sample('a-role-that-is-not-there', (r) => { r.aws_iam_role_policy.role.role = 'nobody'; }),
    sample('a-name-that-is-taken', (r) => { r.aws_iam_role.second = r.aws_iam_role.role; }),
    ...gaps.map(only),
  ]), context);
  const verdicts = [...wrong].map(([label, why]) => verdict(label, label === 'applied' ? 'accept' : 'refuse', why.length > 0, why.join('; ')));
  // A gap is as wide as its entry says, and no wider.
  for (const { type, exempt } of applicable) {
    const found = [...new Set((drifted.get(`without-exemption-${type}`) ?? []).flatMap(({ attributes }) => attributes))].join(', ');
    verdicts.push(verdict(`moto.json: ${exempt} of ${type}`, 'accept', found !== exempt, `what changes is ${found || 'nothing'}`));
  }
  return verdicts;
}

export async function judge(paths, context) {
  const all = stacksIn(paths, context.dist), counts = new Map(), environments = new Map(), own = isOwn(context);
  const count = (what, n = 1) => counts.set(what, (counts.get(what) ?? 0) + n);
  for (const [n, { path, stack }] of [...all].filter(([, entry]) => entry.stack)) {
    const applied = within(stack, gaps), environment = path.split('/')[0];
    for (const { type } of resourcesOf(stack)) for (const gap of gaps.filter((g) => g.type === type)) count(gap);
    count('applied', resourcesOf(applied).length);
    environments.set(environment, (environments.get(environment) ?? new Map()).set(n, applied));
  }
  // What is renamed is planned where it has been applied, before that is destroyed: where nothing has to stay, so that the other plan can show what would be lost.
  const free = [...environments].filter(([, stacks]) => [...stacks.values()].every((stack) => keepsOf(stack).length === 0)).map(([environment]) => environment);
  const compiling = own && free.length ? compiledAnew(free[0], context) : undefined;
  compiling?.catch(() => {}); // it is awaited once the stacks are there
  const rename = (environment) => async (folder, here) => renamed(folder, await compiling, new Map([...environments.get(environment).keys()].map((n) => [n, all.get(n).path])), (stack) => within(stack, gaps), here);
  const results = await Promise.all([...environments].map(([environment, stacks]) => tried(join(context.scratch, `moto-${environment}`), stacks, context, compiling && environment === free[0] ? rename(environment) : undefined)));
  const wrong = new Map(results.flatMap((r) => [...r.wrong])), more = results.find((r) => r.more)?.more;
  const refused = [...all].flatMap(([n, { path, why = wrong.get(n)?.join('\n') }]) => why ? [{ what: path, why }] : []);
  const total = { accepted: all.size - refused.length, refused, notes: [`${all.size} stacks, ${counts.get('applied')} resources applied; destroyed again: ${free.join(', ') || 'none'}`] };
  for (const gap of gaps) {
    if (counts.has(gap)) total.notes.push(`moto.json exempts ${gap.exempt === whole ? '' : `${gap.exempt} of `}${counts.get(gap)} ${gap.type}: ${gap.because}`);
    // The list is of the portfolio in this repository.
    else if (own) refused.push({ what: `moto.json: ${gap.type}`, why: 'it occurs no longer' });
  }
  if (more) { total.accepted += more.accepted; refused.push(...more.refused); total.notes.push(...more.notes); }
  else if (own && refused.length === 0) refused.push({ what: 'rename', why: 'in each environment something may not be destroyed, so that no rename was planned' });
  return total;
}
