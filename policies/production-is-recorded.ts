// What answers in production leaves logs; those of a high-risk system are kept for six months.
import { policy, type Found } from 'leitwerk/policy';
import { milliseconds } from '../src/model/units.ts';

/** Article 19(1) for providers, 26(6) for deployers: https://eur-lex.europa.eu/eli/reg/2024/1689/oj */
const least = '6mo';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['reliability'],
  controls: ['EU AI Act Art. 12', 'EU AI Act Art. 19', 'EU AI Act Art. 26(6)', 'ISO 42001 A.6.2.8', 'ISO 27001 A.8.15', 'SOC 2 CC7.2'],
  because: 'What nobody recorded can be explained to nobody: not to the person concerned, not to the authority.',
  remedy: 'declare a Telemetry of it with logs, and for a high-risk system keep them for at least six months',
  waivable: 'governance',
  check(root, { all, env }) {
    if (env.stage !== 'production') return true;
    const highRisk = root.aiAct?.class === 'high-risk';
    return [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].flatMap((workload): readonly Found[] => {
      const logged = all('Telemetry').filter((t) => t.logs !== undefined && t.of.some((r) => r.$ref === workload.$path));
      if (logged.length === 0) return [{ ...(highRisk ? {} : { severity: 'warning' as const }), what: `keeps no logs of ${workload.$id}`, related: [{ node: workload.$path, what: 'answers in production' }] }];
      if (!highRisk || logged.some((t) => milliseconds(t.logs!.keep) >= milliseconds(least) && t.logs!.sample === '100%')) return [];
      return logged.map((t) => ({
        at: ['aiAct', 'class'], what: `is a high-risk system, and keeps ${t.logs!.sample} of the logs of ${workload.$id} for ${t.logs!.keep}`, why: [`all of them must be kept for ${least} at least`],
        try: [{ node: t.$path, property: ['logs'], to: { keep: '183d', sample: '100%' } }], related: [{ node: t.$path, property: ['logs', 'keep'], what: 'says how long' }],
      }));
    });
  },
  fails: { also: [{ kind: 'Telemetry', props: { logs: { keep: '30d', sample: '100%' } } }] },
  passes: { also: [{ kind: 'Telemetry', props: { logs: { keep: '183d', sample: '100%' } } }] },
});
