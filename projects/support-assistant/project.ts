// Support assistant: drafts first replies for agents from earlier tickets, with a model that Nordlicht runs itself and an external one in the EU when it fails.
import {
  AiProject, Application, Budget, DataContract, Decision, Evaluation, ExternalModel, GpuQuota, Guardrail, Model, ModelEndpoint, Outcome, Pipeline, Prompt, Slo, Telemetry, VectorIndex, Waiver,
  availability, eur, inEnv, pattern, personalData, runSucceeds, secret, timeToFirstToken, traffic, type Portfolio,
} from 'leitwerk';
import draft from './prompts/draft.md';

export default class SupportAssistant extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'support-assistant', {
      owner: 'customer-care', purpose: 'customer-support', regions: ['eu-central-1'],
      problem: 'Agents search four systems for an answer; first replies take hours.',
      kpi: { name: 'first-contact resolution', baseline: '41%', target: '60%', by: '2027-06-30', measuredBy: 'control-group' },
      nonGoals: ['Refund decisions', 'Answers without an agent'],
      exit: 'Stop if the uplift stays under 5 points after eight weeks.',
      users: { who: 'employees', people: 240 },
      aiAct: { role: 'deployer', class: 'transparency', because: 'It writes text for agents; none of the areas of Annex III is touched.', oversight: 'An agent reads, changes and sends each reply.', notice: 'Each draft is marked as made by AI.' },
      score: { value: 5, risk: 2, dataReadiness: 4, regulation: 2, months: 3 },
    });

    // What it knows, and who may find it.
    const tickets = this.use(DataContract, 'crm/tickets', { version: '2' });
    const smallGpus = new GpuQuota(this, 'small-gpus', { accelerator: 'l40s', guaranteed: 1 });
    const embedder = new Model(this, 'embedder', {
      weights: 'Qwen/Qwen3-Embedding-0.6B', revision: '97b0c614be4d77ee51c0cef4e5f07c00f9eb65b3', licence: 'apache-2.0',
    });
    const embed = new ModelEndpoint(this, 'embed', {
      model: embedder, task: 'embed', quota: smallGpus, context: 8_192, concurrency: 32, tensorParallel: 1, timeout: '10s',
      traffic: traffic({ mean: '4/s', peak: '12/s', input: { p50: 300, p95: 800 }, output: { p50: 1, p95: 1 } }),
      access: { audience: 'services' },
    });
    const answers = new VectorIndex(this, 'answers', {
      source: tickets, text: ['subject', 'body'], metadata: ['ticket_id', 'channel', 'created_at'],
      embedding: { model: embed, dimensions: 1_024 }, chunks: { tokens: 400, overlap: 40 }, results: 8,
      hybrid: { language: 'german', weight: '30%' }, rowLevelSecurity: { field: 'market', claim: 'market' }, freshness: '2h', storage: inEnv({ default: '10Gi', production: '80Gi' }),
    });
    const ingest = new Pipeline(this, 'ingest', {
      image: 'registry.nordlicht.example/support/ingest@sha256:b1946ac92492d2347c6235b4d2611184f7c4b8a1b6e8c0a5d2f3e4b5a6978812',
      command: ['support-ingest', '--incremental'], schedule: '20 * * * *', reads: [tickets], writes: [answers], calls: [embed],
      timeout: '40m', cpu: '1', memory: '2Gi',
    });

    // What it is asked, and what is let through.
    const reply = new Prompt(this, 'reply', {
      version: '1.3.0', messages: [{ role: 'system', content: draft }, { role: 'user', content: 'Ticket:\n{{ ticket }}\n\nEarlier answers:\n{{ passages }}' }],
      variables: { ticket: { description: 'What the customer wrote.', tokens: 1_500 }, passages: { description: 'What the search found.', tokens: 3_600 } },
      answer: {
        type: 'object', properties: { reply: { type: 'string' }, sources: { type: 'array', items: { type: 'string' } } }, required: ['reply', 'sources'], additionalProperties: false,
      },
      maxTokens: 450, temperature: '0.2',
    });
    const wayIn = new Guardrail(this, 'way-in', {
      on: 'input', action: 'refuse', refusal: 'This ticket needs an agent from the start.',
      checks: [pattern('orders-to-the-model', '(?i)(ignore|disregard) (all|any|the) (previous|above) instructions')],
    });
    const wayOut = new Guardrail(this, 'way-out', { on: 'output', action: 'mask', checks: [personalData(['iban', 'credit-card', 'phone'], 'de')] });
    const form = new Guardrail(this, 'form', { on: 'output', action: 'refuse', refusal: 'No draft this time.', checks: [{ kind: 'answer-form', of: reply }] });

    // Who answers.
    const token = secret('hugging-face/token');
    const llama = new Model(this, 'llama', {
      weights: 'meta-llama/Llama-3.3-70B-Instruct', revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b', quantisation: { kind: 'fp8', at: 'load' }, licence: 'llama3.3', token,
    });
    const small = new Model(this, 'small', { weights: 'meta-llama/Llama-3.1-8B-Instruct', revision: '0e9e39f249a16976918f6564b8830bc894c89659', licence: 'llama3.1', token });
    const mistral = new ExternalModel(this, 'mistral', {
      provider: 'Mistral AI', api: 'openai', host: 'api.mistral.ai', model: 'mistral-large-2512', context: 262_144, region: 'eu', retention: '30d', prompts: [reply],
      agreement: { reference: 'Contract 2026-0117, annex on data processing', until: '2028-03-31' },
      limits: { requests: '600/min', tokensPerMinute: 2_000_000 }, key: secret('mistral/api-key'),
      price: { input: '0.5', cachedInput: '0.05', output: '1.5', currency: 'USD', asOf: '2026-09-23', source: 'https://mistral.ai/pricing/api' },
    });
    const gpus = new GpuQuota(this, 'gpus', { accelerator: inEnv({ default: 'l40s', production: 'h100-sxm' }), guaranteed: inEnv({ default: 1, production: 8 }) });
    const chat = new ModelEndpoint(this, 'chat', {
      model: inEnv({ default: small, production: llama }), quota: gpus, context: 16_384, concurrency: inEnv({ default: 4, production: 64 }), kvCache: 'fp8',
      traffic: traffic({ mean: '3/s', peak: '9/s', input: { p50: 2_100, p95: 6_000 }, output: { p50: 180, p95: 450 } }),
      access: { audience: 'services' }, timeout: '60s', priority: 'user-facing', prompts: [reply], guardrails: [wayIn, wayOut, form], fallback: [mistral], breaker: { waiting: 100, parallel: 256, failures: 5 },
    });
    const assistant = new Application(this, 'assistant', {
      image: 'registry.nordlicht.example/support/assistant@sha256:591785b794601e212b260e25925636fdc7f1e1f2c3b4a5968778695a4b3c2d1e',
      replicas: inEnv({ default: 1, production: 3 }), cpu: '500m', memory: '1Gi', calls: [chat, embed], reads: [answers],
      access: { audience: 'employees', issuer: 'corporate', tenantClaim: 'market' }, timeout: '90s', limits: { requests: '30/min' },
    });

    // What it must keep to.
    const golden = new Evaluation(this, 'replies', {
      of: chat, prompt: reply, goldenSet: { file: 'golden/replies-2026-10.jsonl', digest: 'sha256:3f0a377ba0a4a460ecb616f6507ce0d8cfa3e704025d4fda3ed0c5ca05468728', cases: 320 },
      metrics: {
        helpful: { measure: 'judge', atLeast: '0.85', judge: mistral, rubric: 'Could an agent send this reply after reading it once?' },
        grounded: { measure: 'faithfulness', atLeast: '0.9', judge: mistral },
        form: { measure: 'answer-form', atLeast: '0.99' }, leaks: { measure: 'personal-data-leaks', atMost: '0' },
      },
      gates: 'production',
    });
    new Slo(this, 'chat-first-token', { of: chat, indicator: timeToFirstToken({ under: '750ms' }), objective: '95%', window: '30d' });
    new Slo(this, 'chat-available', { of: chat, indicator: availability(), objective: '99.5%', window: '30d' });
    new Slo(this, 'embed-available', { of: embed, indicator: availability(), objective: '99.5%', window: '30d' });
    new Slo(this, 'ingest-runs', { of: ingest, indicator: runSucceeds(), objective: '99%', window: '30d' });
    new Outcome(this, 'resolved', { name: 'resolved ticket', of: assistant, metric: 'support_tickets_resolved_total', labels: { first_contact: 'true' }, perMonth: 21_000, worth: eur('4.20') });
    new Telemetry(this, 'kept', { of: [assistant, chat, embed], logs: { keep: '30d' }, traces: { keep: '14d', sample: '10%' }, mask: ['email', 'iban', 'phone'], region: 'eu-central-1' });
    new Budget(this, 'monthly', { amount: inEnv({ default: eur(3_000), production: eur(48_000) }), per: 'month', at: { '80%': 'alert', '100%': 'throttle' } });
    new Waiver(this, 'unguarded-fallback', {
      policy: 'fallback-can-answer', for: chat, because: 'An agent reads each reply before it is sent, and the fallback answers one request in two hundred at most.', owner: 'customer-care', until: '2027-03-31',
    });
    new Decision(this, 'own-model', {
      title: 'Run the model ourselves, fall back to one in the EU', status: 'accepted', on: '2026-09-14', by: ['customer-care', 'ai-platform'], about: [chat, mistral, golden],
      context: 'Tickets are personal data, and agents wait for the answer.', outcome: 'Own GPUs for every day; the external model only while they fail.',
      options: [{ name: 'External model alone', because: 'Cheaper below two requests a second, but every ticket leaves the house.' }, { name: 'Own GPUs alone', because: 'One failing node pool stops all agents.' }],
    });
  }
}
