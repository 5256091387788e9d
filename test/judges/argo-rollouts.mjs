// Argo Rollouts' own linter: each rollout with the workload, the Services and the analyses that it refers to, as they lie together in one cluster's folder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { verdict } from './support/files.mjs';
import { objectsBelow } from './support/objects.mjs';
import { run } from './support/process.mjs';

const program = 'kubectl-argo-rollouts';
export const name = 'argo-rollouts', version = versionOf(program), needs = ['go'];
export const install = (context) => installProgram(program, context);

const lint = async (file, context) => { const { code, all } = await run(programOf(program, context), ['lint', '--filename', file]); return code === 0 ? '' : all.trim() || `ended with ${code}`; };

export async function selfTest(context) {
  const results = [];
  for (const [sample, wanted] of [['rollout-good', 'accept'], ['rollout-bad', 'refuse'], ['rollout-bad-selector', 'refuse']]) {
    const why = await lint(join(samples, 'argo', `${sample}.yaml`), context);
    results.push(verdict(sample, wanted, why !== '', why));
  }
  const good = readFileSync(join(samples, 'argo', 'rollout-good.yaml'), 'utf8'), file = join(context.scratch, 'mirror-without-route.yaml');
  writeFileSync(file, good.replace('- setWeight: 20', "- setMirrorRoute: { name: shadow, percentage: 10, match: [{ path: { prefix: '/' } }] }"));
  const why = await lint(file, context);
  results.push(verdict('copies on a route that nobody manages', 'refuse', why !== '', why));
  return results;
}

export const takes = (paths) => paths.filter((path) => /\/kubernetes\/[^/]+\/rollouts\.yaml$/.test(path));

/** Kinds that the linter looks up for a rollout. */
const looked = new Set(['Rollout', 'Service', 'Deployment', 'AnalysisTemplate']);

export async function judge(paths, context) {
  const refused = [];
  let accepted = 0;
  for (const path of paths) {
    const objects = objectsBelow(join(context.dist, dirname(path))).filter(({ kind }) => looked.has(kind));
    // One at a time: the linter takes references for granted where a file has several rollouts.
    for (const rollout of objects.filter(({ kind }) => kind === 'Rollout')) {
      const file = join(context.scratch, 'rollouts', dirname(path), `${rollout.metadata.name}.yaml`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, [rollout, ...objects.filter((o) => o.kind !== 'Rollout')].map((o) => stringify(o)).join('---\n'));
      const why = await lint(file, context);
      if (why) refused.push({ what: `${path}: ${rollout.metadata.name}`, why }); else accepted++;
    }
  }
  return { accepted, refused };
}
