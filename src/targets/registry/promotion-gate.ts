// What stands before a promotion: a workflow that runs the evaluations and writes their evidence, and one that refuses what has none that fits.
import { file, target } from '../../target.ts';
import { evaluate } from './evaluate-workflow.ts';
import { gate } from './workflows.ts';

export default target({
  system: 'GitHub Actions', api: 'workflow', docs: 'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax', consumes: ['Evaluation'], per: 'project', scope: 'project', judge: 'actionlint',
  *emit(context) {
    // Each as it is where it gates; elsewhere it may be another.
    const evaluations = context.environments.flatMap(({ env, all }) => all('Evaluation').filter((e) => e.gates === env.name)).sort((a, b) => (a.$id < b.$id ? -1 : 1));
    if (evaluations.length === 0) return;
    const from = evaluations.map((e) => e.$path);
    yield file(`workflows/${context.project}-evaluate.yml`, evaluate(context, evaluations), { from });
    yield file(`workflows/${context.project}-promotion-gate.yml`, gate(context, [...new Set(evaluations.map((e) => e.gates))].sort()), { from });
  },
});
