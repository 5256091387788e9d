// Support assistant: drafts first replies for agents, with a model that Nordlicht runs itself.
import { AiProject, Budget, DataContract, GpuQuota, Model, ModelEndpoint, Slo, availability, eur, inEnv, secret, timeToFirstToken, traffic, type Portfolio } from 'leitwerk';

export default class SupportAssistant extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'support-assistant', {
      owner: 'customer-care',
      purpose: 'customer-support',
      problem: 'Agents search four systems for an answer; first replies take hours.',
      kpi: { name: 'first-contact resolution', baseline: '41%', target: '60%', by: '2027-06-30', measuredBy: 'control-group' },
      nonGoals: ['Refund decisions', 'Answers without an agent'],
      exit: 'Stop if the uplift stays under 5 points after eight weeks.',
      regions: ['eu-central-1'],
    });

    const tickets = this.use(DataContract, 'crm/tickets', { version: '2' });

    const token = secret('hugging-face/token');
    const llama = new Model(this, 'llama', {
      weights: 'meta-llama/Llama-3.3-70B-Instruct', revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b',
      quantisation: { kind: 'fp8', at: 'load' }, licence: 'llama3.3', token,
    });
    const small = new Model(this, 'small', {
      weights: 'meta-llama/Llama-3.1-8B-Instruct', revision: '0e9e39f249a16976918f6564b8830bc894c89659', licence: 'llama3.1', token,
    });

    const gpus = new GpuQuota(this, 'gpus', {
      accelerator: inEnv({ default: 'l40s', production: 'h100-sxm' }),
      guaranteed: inEnv({ default: 1, production: 8 }),
    });
    const chat = new ModelEndpoint(this, 'chat', {
      model: inEnv({ default: small, production: llama }),
      quota: gpus,
      context: 16_384,
      concurrency: inEnv({ default: 4, production: 64 }),
      kvCache: 'fp8',
      traffic: traffic({ mean: '3/s', peak: '9/s', input: { p50: 2_100, p95: 6_000 }, output: { p50: 180, p95: 450 } }),
      access: { audience: 'employees', issuer: 'corporate' },
      timeout: '60s',
      priority: 'user-facing',
      reads: [tickets],
    });

    new Slo(this, 'chat-first-token', { of: chat, indicator: timeToFirstToken({ under: '750ms' }), objective: '95%', window: '30d' });
    new Slo(this, 'chat-available', { of: chat, indicator: availability(), objective: '99.5%', window: '30d' });
    new Budget(this, 'monthly', { amount: inEnv({ default: eur(1_500), production: eur(48_000) }), per: 'month', at: { '80%': 'alert', '100%': 'throttle' } });
  }
}
