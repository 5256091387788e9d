// In production somebody counts what the project is for.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'warning',
  packs: ['finops'],
  controls: ['ISO 42001 A.6.1.2', 'NIST AI RMF MEASURE 2.13', 'FinOps: unit economics'],
  because: 'Without a count of what came of it nobody can say whether it is worth its cost, and nobody will stop it.',
  remedy: 'declare an Outcome: the event that counts as success, and the counter that counts it',
  waivable: 'owner',
  check: (root, { all, env }) => env.stage !== 'production' || all('Outcome').length > 0 || [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].length === 0
    || { at: ['kpi'], what: 'counts nothing that its goal could be told from', why: [`from ${root.kpi.baseline} to ${root.kpi.target} by ${root.kpi.by}`] },
  fails: { also: [{ kind: 'ModelEndpoint' }] },
  passes: { also: [{ kind: 'ModelEndpoint' }, { kind: 'Outcome' }] },
});
