// Argo Rollouts' own linter: each rollout with the workload, the Services and the analyses that it refers to, as they lie together in one cluster's folder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { installProgram, programOf, samples, versionOf } from './support/cli.mjs';
import { verdict } from './support/files.mjs';
import { objectsBelow } from './support/objects.mjs';
import { inParallel, run } from './support/process.mjs';

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

/** What the controller makes of a rollout that takes its template from a workload; the linter, which sees no cluster, leaves the template empty. */
function resolved(rollout, objects) {
  const { workloadRef, ...spec } = rollout.spec;
  if (workloadRef === undefined) return rollout;
  const workload = objects.find((o) => o.apiVersion === workloadRef.apiVersion && o.kind === workloadRef.kind && o.metadata.name === workloadRef.name);
  return workload && { ...rollout, spec: { ...spec, template: workload.spec.template } };
}

export async function judge(paths, context) {
  const found = await inParallel(paths, 3, async (path) => {
    const objects = objectsBelow(join(context.dist, dirname(path))), verdicts = [];
    const others = objects.filter(({ kind }) => kind === 'Service' || kind === 'AnalysisTemplate');
    // One at a time: the linter takes references for granted where a file has several rollouts.
    for (const rollout of objects.filter(({ kind }) => kind === 'Rollout')) {
      const whole = resolved(rollout, objects), folder = join(context.scratch, 'rollouts', dirname(path));
      mkdirSync(folder, { recursive: true });
      const ask = async (part, documents) => { const file = join(folder, `${rollout.metadata.name}-${part}.yaml`); writeFileSync(file, documents.map((o) => stringify(o)).join('---\n')); return lint(file, context); };
      verdicts.push({ what: `${path}: ${rollout.metadata.name}`, why: await ask('as-emitted', [rollout]) || (whole ? await ask('resolved', [whole, ...others]) : 'its workload is not among the objects') });
    }
    return verdicts;
  });
  const all = found.flat(), refused = all.filter(({ why }) => why);
  return { accepted: all.length - refused.length, refused };
}
