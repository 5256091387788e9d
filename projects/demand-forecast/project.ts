// Demand forecast: a nightly batch that predicts demand per article and warehouse; no GPU.
import { AiProject, Budget, DataContract, Pipeline, Slo, TrainedModel, date, decimal, double, eur, inEnv, integer, key, runSucceeds, secret, string, type Portfolio } from 'leitwerk';

export default class DemandForecast extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'demand-forecast', {
      owner: 'supply-chain',
      purpose: 'supply-planning',
      problem: 'Planners order by last year\'s numbers; one article in nine is out of stock in season.',
      kpi: { name: 'articles in stock', baseline: '88.7%', target: '95%', by: '2027-09-30', measuredBy: 'before-after' },
      nonGoals: ['Ordering without a planner'],
      exit: 'Stop if the forecast is no better than last year\'s number after one season.',
      regions: ['eu-central-1'],
      users: { who: 'employees', people: 18 },
      aiAct: { role: 'deployer', class: 'minimal', because: 'It predicts demand for goods, not for people.', oversight: 'A planner confirms each order.' },
      score: { value: 4, risk: 1, dataReadiness: 5, regulation: 1, months: 6 },
    });

    const sales = new DataContract(this, 'sales', {
      version: '1.4.0',
      description: 'Sales per article, warehouse and day; no customers in it.',
      fields: {
        article: key(string()), warehouse: key(string()), day: key(date()),
        units: integer(), price: decimal({ description: 'Net price in euro.' }), promotion: string({ nullable: true }),
      },
      freshness: '26h', region: 'eu-central-1', partitionBy: ['day'], volume: '240Gi',
      quality: [{ kind: 'unique', fields: ['article', 'warehouse', 'day'] }, { kind: 'range', field: 'units', min: '0' }, { kind: 'rows', min: 1 }],
    });
    const forecast = new DataContract(this, 'forecast', {
      version: '1.0.0',
      description: 'Expected demand per article and warehouse for the next 28 days, with its 90 % interval.',
      fields: {
        article: key(string()), warehouse: key(string()), day: key(date()),
        expected: double(), low: double(), high: double(), made_on: date(),
      },
      freshness: '26h', region: 'eu-central-1', partitionBy: ['made_on'], layer: 'gold', format: 'delta', volume: '180Gi',
    });

    const image = 'registry.nordlicht.example/supply/forecast@sha256:0d4c1b1b3c3bf61a20a2a42b2a0b0a1bcd4a7eac0b5a2b9a4a9f5e5b1f3d0c77';
    const load = new Pipeline(this, 'load-sales', {
      image, command: ['forecast', 'load-sales'], schedule: '40 1 * * *', timeZone: 'Europe/Berlin',
      writes: [sales], timeout: '45m', cpu: '1', memory: '4Gi', priority: 'batch',
      secrets: { ERP_TOKEN: secret('erp/read-only') },
      connects: [{ host: 'erp.nordlicht.example', cidr: '10.40.20.16/28', port: 443 }],
    });
    // Retrained every week, whether the model drifts or not: a season is over before drift could be told from it.
    const train = new Pipeline(this, 'train', {
      image, command: ['forecast', 'train', '--years', '3'], schedule: '0 4 * * 0', timeZone: 'Europe/Berlin', reads: [sales],
      timeout: '4h', duration: '2h', retries: 1, priority: 'batch', cpu: inEnv({ default: '2', production: '16' }), memory: inEnv({ default: '8Gi', production: '64Gi' }),
    });
    const model = new TrainedModel(this, 'demand', {
      version: '4.2.0', task: 'forecasting', format: { name: 'lightgbm', version: '4.5' }, target: 'units',
      artefact: 's3://nordlicht-models/demand-forecast/4.2.0', digest: 'sha256:486ea46224d1bb4fb680f34f7c9ad96a8f24ec88be73ea8e5a6c65260e9cb8a7',
      trainedBy: train, trainedOn: [sales], trainedUntil: '2026-11-15',
    });
    const predict = new Pipeline(this, 'predict', {
      image, command: ['forecast', 'predict', '--horizon', '28'], schedule: '30 3 * * *', timeZone: 'Europe/Berlin',
      reads: [sales], writes: [forecast], applies: [model], timeout: '2h', duration: '80m', retries: 1,
      cpu: inEnv({ default: '2', production: '8' }), memory: inEnv({ default: '8Gi', production: '32Gi' }), priority: 'batch',
    });

    new Slo(this, 'loaded-in-time', { of: load, indicator: runSucceeds(), objective: '95%', window: '30d' });
    new Slo(this, 'predicted-in-time', { of: predict, indicator: runSucceeds(), objective: '95%', window: '30d' });
    new Budget(this, 'monthly', { amount: eur(60), per: 'month', at: { '80%': 'alert', '100%': 'alert' } });
  }
}
