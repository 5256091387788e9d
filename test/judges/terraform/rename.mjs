// What a rename does to what exists: every concept of the portfolio gets another id, with `formerly` and without, and both are planned in the state of the first.
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from '../support/files.mjs';
import { inParallel, must } from '../support/process.mjs';
import { planned, writeModule } from '../support/tofu.mjs';

/** Compiles a copy of the portfolio in which each id has another end, also where another project uses it. */
async function compiled(formerly, environment, { root, scratch }) {
  const folder = join(scratch, `renamed-${formerly ? 'with' : 'without'}-formerly`), dist = join(folder, 'dist');
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['leitwerk.config.ts', 'projects', 'waivers']) cpSync(join(root, part), join(folder, part), { recursive: true });
  let ids = 0;
  for (const project of readdirSync(join(folder, 'projects'))) {
    const file = join(folder, 'projects', project, 'project.ts');
    writeFileSync(file, readFileSync(file, 'utf8')
      .replaceAll(/(new \w+\(this, ')([a-z0-9-]+)(', \{)/g, (_, before, id, after) => { ids++; return `${before}${id}-anew${after}${formerly ? ` formerly: '${id}',` : ''}`; })
      .replaceAll(/(this\.use\(\w+, '[a-z0-9-]+\/[a-z0-9-]+)'/g, "$1-anew'"));
  }
  await must(process.execPath, [join(root, 'bin/leitwerk.cjs'), 'synth', '--as-of', '2026-11-23', '--out', dist, '--env', environment], { cwd: folder });
  return { formerly, dist, ids };
}
/** Both portfolios, one after the other: while the stacks that they rename are applied. */
export const compiledAnew = (environment, context) => inParallel([true, false], 1, (formerly) => compiled(formerly, environment, context));

const NAMES = ['arn', 'bucket', 'id', 'name'];
/** What a policy reaches, whatever its statements are called. */
const reach = (policy) => JSON.stringify([...new Set([JSON.parse(policy ?? '{}').Statement ?? []].flat().flatMap(({ Resource }) => Resource))].sort());
/** Why a change is more than a move. */
function broken({ actions, before, after, type, attributes }) {
  if (actions.some((action) => !['no-op', 'update'].includes(action))) return actions.join(' and ');
  const other = NAMES.filter((key) => attributes.includes(key));
  if (other.length) return `another ${other.join(', ')}`;
  return type === 'aws_iam_role_policy' && reach(before.policy) !== reach(after.policy) ? `reaches ${reach(after.policy)}, and no longer ${reach(before.policy)}` : undefined;
}

/** `paths` are those of the stacks of an environment that are applied below `folder`, by name. */
export async function renamed(folder, portfolios, paths, within, here) {
  const refused = [], notes = [], before = new Map([...paths.keys()].map((name) => [name, readFileSync(join(folder, name, 'cdk.tf.json'), 'utf8')]));
  let accepted = 0;
  for (const { formerly, dist, ids } of portfolios) {
    const label = `renamed ${formerly ? 'with' : 'without'} formerly`;
    for (const [name, path] of paths) await writeModule(join(folder, name), within(json(readFileSync(join(dist, path), 'utf8'))), here.aws);
    const plans = await Promise.all([...paths.keys()].map((name) => planned(join(folder, name), here, ['-refresh=false'])));
    const errors = plans.flatMap((plan) => plan.errors), changes = plans.flatMap((plan) => plan.changes), bad = changes.map((change) => ({ ...change, why: broken(change) })).filter(({ why }) => why);
    const moves = changes.filter(({ from }) => from !== undefined), verbs = new Set(changes.flatMap(({ actions }) => actions));
    refused.push(...errors.map(({ why }) => ({ what: label, why })));
    if (formerly) {
      refused.push(...bad.map(({ address, why }) => ({ what: `${label}: ${address}`, why })));
      if (moves.length === 0) refused.push({ what: label, why: 'nothing moves' });
    } else if (!verbs.has('create') || !verbs.has('delete')) refused.push({ what: label, why: `nothing is destroyed and made anew: this rename proves nothing (${[...verbs].join(', ') || 'no change'})` });
    if (errors.length === 0) accepted += formerly ? moves.filter((move) => !broken(move)).length : 1;
    const updates = new Map(changes.filter(({ actions }) => actions.join() === 'update').map(({ type, attributes }) => [`${type} (${attributes.join(', ')})`, true]));
    notes.push(`${label}: ${ids} ids in ${paths.size} stacks: ${moves.length} moves of ${new Set(moves.map(({ type }) => type)).size} types, ${bad.length} of ${changes.length} changes are more than a move${formerly && updates.size ? `; updated in place: ${[...updates.keys()].sort().join(', ')}` : ''}`);
  }
  for (const [name, text] of before) writeFileSync(join(folder, name, 'cdk.tf.json'), text);
  return { accepted, refused, notes };
}
