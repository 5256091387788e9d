// A project that promises an effect counts it in production.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'warning',
  packs: ['governance'],
  controls: ['ISO 42001 A.6.2.6', 'ISO 42001 A.9.3', 'NIST AI RMF MEASURE 4.2', 'NIST AI RMF MAP 3.1', 'FinOps: unit economics'],
  because: 'A goal that nothing counts is reached by whoever tells the story.',
  remedy: 'declare an Outcome of what brings the success about',
  waivable: 'owner',
  check(_, { all, env }) {
    const running = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application'), ...all('Pipeline')];
    return env.stage !== 'production' || running.length === 0 || all('Outcome').length > 0 || { at: ['kpi'], what: 'promises an effect that no Outcome counts', why: [`runs ${running.map((n) => n.$id).join(', ')}`] };
  },
  fails: { also: [{ kind: 'Application' }] },
  passes: { also: [{ kind: 'Outcome' }] },
});
