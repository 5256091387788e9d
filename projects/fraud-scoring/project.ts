// Fraud scoring: scores each payment while it waits, with a model that is trained every month on features of two contracts.
import {
  AiProject, Budget, DataContract, Evaluation, FeatureView, Outcome, Pipeline, PredictionEndpoint, Rollout, Slo, Telemetry, TrainedModel,
  availability, canary, decimal, eur, inEnv, key, pseudonym, runSucceeds, secret, shadow, string, timestamp, date, boolean, timeToAnswer, integer, type Portfolio,
} from 'leitwerk';

export default class FraudScoring extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'fraud-scoring', {
      owner: 'payments', purpose: 'fraud-prevention', regions: ['eu-central-1'],
      problem: 'Rules find two of five fraudulent payments and stop one honest one in ninety.',
      kpi: { name: 'fraud found by value', baseline: '38%', target: '65%', by: '2027-09-30', measuredBy: 'control-group' },
      nonGoals: ['Closing accounts', 'Credit decisions'],
      exit: 'Stop if false alarms stay above one in two hundred after a quarter.',
      users: { who: 'systems', people: 0 },
      aiAct: { role: 'deployer', class: 'minimal', because: 'Annex III 5(b) leaves out systems that find financial fraud.', oversight: 'A stopped payment goes to a person within fifteen minutes.' },
      score: { value: 5, risk: 3, dataReadiness: 4, regulation: 3, months: 5 },
    });

    const customers = this.use(DataContract, 'crm/customers', { version: '1' });
    const payments = new DataContract(this, 'payments', {
      version: '1.2.0', description: 'Payments with what was known when they were made, and whether they turned out to be fraud.',
      fields: {
        payment: key(string()), account: pseudonym(string({ description: 'Keyed hash of the account.' })), customer: pseudonym(string({ description: 'Keyed hash of the customer number.' })),
        amount: decimal({ description: 'In euro.' }), sum_24h: decimal({ description: 'Of the account, in euro.' }), count_1h: integer({ description: 'Payments of the account.' }),
        country: string(), merchant_category: string(), new_device: boolean(), is_fraud: boolean({ nullable: true, description: 'Known after ninety days.' }), made_at: timestamp(), day: date(),
      },
      purposes: ['fraud-prevention'], subjects: ['customers'], legalBasis: 'legitimate-interests', retention: '25mo', freshness: '15m', region: 'eu-central-1', partitionBy: ['day'], layer: 'gold', volume: '900Gi',
      impactAssessment: { reference: 'DPIA 2026-31', on: '2026-06-18', review: '2027-06-18' },
      quality: [{ kind: 'unique', fields: ['payment'] }, { kind: 'complete', field: 'account', atLeast: '99.9%' }, { kind: 'range', field: 'amount', min: '0' }, { kind: 'rows', min: 1 }],
    });
    const load = new Pipeline(this, 'load-payments', {
      image: 'registry.nordlicht.example/payments/load@sha256:7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730', command: ['payments-load', '--since', 'last-run'],
      schedule: '*/10 * * * *', writes: [payments], timeout: '9m', cpu: '2', memory: '8Gi', secrets: { LEDGER_PASSWORD: secret('ledger/replica') },
      connects: [{ host: 'ledger-replica.nordlicht.example', cidr: '10.40.31.0/28', port: 5432 }],
    });

    // One definition for training and for scoring.
    const account = new FeatureView(this, 'account-activity', {
      version: '1.1.0', source: payments, entity: { name: 'account', key: 'account' }, pointInTime: 'made_at', ttl: '24h', refresh: '*/15 * * * *', owner: 'payments',
      features: {
        sum_24h: { from: 'sum_24h' }, count_1h: { from: 'count_1h', description: 'Speed of spending.' }, last_country: { from: 'country' }, new_device: { from: 'new_device' },
      },
    });
    const customer = new FeatureView(this, 'customer-history', {
      version: '1.0.0', source: customers, entity: { name: 'customer', key: 'customer' }, pointInTime: 'updated_at', ttl: '7d', refresh: '5 * * * *', owner: 'crm-platform',
      features: { segment: { from: 'segment' }, tenure_days: { from: 'tenure_days' }, chargebacks_12mo: { from: 'chargebacks_12mo', description: 'Money that came back within a year.' } },
    });

    const train = new Pipeline(this, 'train', {
      image: 'registry.nordlicht.example/payments/train@sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae', command: ['fraud', 'train', '--until', 'last-complete-month'],
      schedule: '0 2 3 * *', timeZone: 'Europe/Berlin', reads: [payments, account, customer], timeout: '6h', retries: 1, cpu: inEnv({ default: '2', production: '16' }), memory: inEnv({ default: '8Gi', production: '64Gi' }),
    });
    const model = new TrainedModel(this, 'scorer', {
      version: '3.1.0', task: 'binary-classification', format: { name: 'xgboost', version: '2.1' }, target: 'is_fraud',
      artefact: 's3://nordlicht-models/fraud-scoring/3.1.0', digest: 'sha256:fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      trainedBy: train, trainedOn: [account, customer], trainedUntil: '2026-07-31',
    });
    const score = new PredictionEndpoint(this, 'score', {
      model, features: [account, customer], load: { mean: '40/s', peak: '140/s' }, replicas: inEnv({ default: 1, production: 4 }), scale: inEnv({ default: { max: 2, waiting: 8 }, production: { max: 12, waiting: 8 } }),
      cpu: '2', memory: '2Gi', access: { audience: 'services', issuer: 'corporate' }, timeout: '500ms', retries: { attempts: 1, on: ['connect-failure'] }, breaker: { waiting: 60, parallel: 400, failures: 5 }, limits: { requests: '300/s', per: 'all' },
    });

    new Evaluation(this, 'holdout', {
      of: score, goldenSet: { file: 'holdout/2026-08.parquet', digest: 'sha256:baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096', cases: 412_000 },
      metrics: { ranking: { measure: 'pr-auc', atLeast: '0.61' }, separation: { measure: 'roc-auc', atLeast: '0.94' } }, gates: 'production', fresh: '45d',
    });
    const fast = new Slo(this, 'score-latency', { of: score, indicator: timeToAnswer({ under: '80ms' }), objective: '99%', window: '30d' });
    const there = new Slo(this, 'score-available', { of: score, indicator: availability(), objective: '99.9%', window: '30d' });
    new Slo(this, 'loaded-in-time', { of: load, indicator: runSucceeds(), objective: '99%', window: '30d' });
    new Rollout(this, 'score-rollout', { of: score, steps: [shadow({ share: '100%', hold: '3d' }), canary({ share: '5%', hold: '2h' }), canary({ share: '25%', hold: '12h' })], gates: [fast, there] });
    new Outcome(this, 'stopped', { name: 'stopped fraud', of: score, metric: 'payments_fraud_stopped_total', perMonth: 1_900, worth: eur(140) });
    new Telemetry(this, 'kept', { of: [score], logs: { keep: '180d' }, traces: { keep: '7d', sample: '1%' }, mask: ['iban', 'credit-card'], region: 'eu-central-1' });
    new Budget(this, 'monthly', { amount: inEnv({ default: eur(600), production: eur(2_500) }), per: 'month', at: { '80%': 'alert', '100%': 'alert' } });
  }
}
