// Writes a portfolio of any size out of real constructs: the same seed gives the same bytes. A project makes about 60 manifests and 20 Terraform resources an environment.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PURPOSES = ['customer-support', 'service-improvement', 'supply-planning'];
const TEAMS = ['customer-care', 'crm-platform', 'supply-chain', 'ai-platform'];
const MODELS = ['meta-llama/Llama-3.1-8B-Instruct', 'Qwen/Qwen2.5-7B-Instruct', 'Qwen/Qwen3-8B', 'mistralai/Mistral-7B-Instruct-v0.3'];
const NOUNS = ['tickets', 'orders', 'claims', 'visits', 'invoices', 'returns', 'calls', 'parcels', 'quotes', 'searches', 'reviews', 'shifts'];
const VERBS = ['load', 'clean', 'join', 'score', 'rank', 'export', 'compare', 'count'];
const PIPELINES = 7;
const ENDPOINTS = 3;

/** mulberry32: small, seeded, the same on every machine. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const upTo = (n) => Math.floor(next() * n);
  return { upTo, pick: (list) => list[upTo(list.length)], hex: (n) => Array.from({ length: n }, () => upTo(16).toString(16)).join('') };
}

export const nameOf = (i) => `project-${String(i + 1).padStart(4, '0')}`;

/** One project.ts. `traits` are what the property that the bench changes stands at. */
export function projectText(i, seed, { timeout = '60s' } = {}) {
  const { upTo, pick, hex } = random(seed * 100_003 + i);
  const noun = pick(NOUNS);
  const lines = [
    `// ${nameOf(i)}: made by test/bench/generate.mjs.`,
    "import { AiProject, Budget, DataContract, GpuQuota, Model, ModelEndpoint, Outcome, Pipeline, Slo, Telemetry, availability, date, double, eur, inEnv, integer, key, personal, runSucceeds, secret, string, timeToFirstToken, timestamp, traffic, type Portfolio } from 'leitwerk';",
    '', `export default class Project${i + 1} extends AiProject {`, '  constructor(portfolio: Portfolio) {', `    super(portfolio, '${nameOf(i)}', {`,
    `      owner: '${pick(TEAMS)}', purpose: '${pick(PURPOSES)}', problem: 'People read ${10 + upTo(90)} ${noun} an hour by hand.',`,
    `      kpi: { name: '${noun} answered at once', baseline: '${20 + upTo(30)}%', target: '${60 + upTo(30)}%', by: '2027-06-30', measuredBy: 'before-after' },`,
    "      nonGoals: ['Decisions without a person'], exit: 'Stop if nothing is better after two quarters.', regions: ['eu-central-1'],",
    "      users: { who: 'employees', people: 40 }, score: { value: 3, risk: 2, dataReadiness: 4, regulation: 1, months: 6 },",
    "      aiAct: { role: 'deployer', class: 'minimal', because: 'People decide; it reads and sorts.', oversight: 'A person confirms each answer.' },", '    });',
    `    const data = new DataContract(this, '${noun}', {`, `      version: '1.${upTo(9)}.0', description: 'All ${noun} of the last years, one row each.',`,
    `      fields: { id: key(string()), day: key(date()), text: personal(string()), amount: double(), kind: string({ values: ['a', 'b', 'c'] }), rank: integer(), made_at: timestamp() },`,
    `      purposes: [${PURPOSES.map((p) => `'${p}'`).join(', ')}], subjects: ['customers'], legalBasis: 'contract', erasure: 'by-key', retention: '13mo', freshness: '${1 + upTo(26)}h', region: 'eu-central-1', partitionBy: ['day'],`, '    });',
  ];
  for (let p = 0; p < PIPELINES; p++) {
    const id = `${VERBS[p]}-${noun}`;
    lines.push(`    const p${p} = new Pipeline(this, '${id}', {`,
      `      image: 'registry.bench.example/${noun}/${VERBS[p]}@sha256:${hex(64)}', command: ['${VERBS[p]}', '--table', '${noun}', '--batch', '${1 + upTo(500)}'], schedule: '${upTo(60)} ${upTo(24)} * * *',`,
      `      ${p === 0 ? 'writes' : p < 5 ? 'reads' : 'timeZone'}: ${p < 5 ? '[data]' : "'Europe/Berlin'"}, timeout: '${10 + upTo(50)}m', retries: ${upTo(5)}, cpu: inEnv({ default: '1', production: '${1 + upTo(8)}' }), memory: '${1 + upTo(16)}Gi',`,
      `      secrets: { DATABASE_PASSWORD: secret('${noun}/${VERBS[p]}') }, connects: [{ host: '${noun}-${p}.bench.example', cidr: '10.${upTo(250)}.${upTo(250)}.0/28', port: 5432 }],`, '    });',
      `    new Slo(this, '${id}-runs', { of: p${p}, indicator: runSucceeds(), objective: '${95 + upTo(5)}%', window: '30d' });`);
  }
  lines.push(`    const quota = new GpuQuota(this, 'gpus', { accelerator: 'l40s', guaranteed: ${ENDPOINTS * 2} });`);
  for (let e = 0; e < ENDPOINTS; e++) {
    lines.push(`    const m${e} = new Model(this, 'model-${e}', { weights: '${pick(MODELS)}', revision: '${hex(40)}', licence: 'apache-2.0', token: secret('hugging-face/token') });`,
      `    const e${e} = new ModelEndpoint(this, 'chat-${e}', {`, `      model: m${e}, quota, context: 8192, concurrency: ${2 + upTo(4)}, replicas: 2, kvCache: 'fp8', timeout: '${e === 0 ? timeout : '60s'}', reads: [data],`,
      `      traffic: traffic({ mean: '1/s', peak: '${2 + upTo(2)}/s', input: { p50: ${200 + upTo(800)}, p95: 3000 }, output: { p50: 180, p95: 450 } }), access: { audience: 'services' },`, '    });',
      `    new Slo(this, 'chat-${e}-available', { of: e${e}, indicator: availability(), objective: '99.${upTo(9)}%', window: '30d' });`,
      `    new Slo(this, 'chat-${e}-first-token', { of: e${e}, indicator: timeToFirstToken({ under: '750ms' }), objective: '95%', window: '30d' });`);
  }
  lines.push("    new Outcome(this, 'answered', { name: 'answer that was used', of: e0, metric: 'answers_used_total', perMonth: 9_000, worth: eur('1.20') });",
    "    new Telemetry(this, 'kept', { of: [e0, e1, e2], logs: { keep: '30d' }, region: 'eu-central-1' });");
  lines.push(`    new Budget(this, 'monthly', { amount: eur(${20_000 + upTo(20_000)}), per: 'month', at: { '80%': 'alert', '100%': 'throttle' } });`, '  }', '}', '');
  return lines.join('\n');
}

/** The repository's own platform, so that what it runs is what is measured; its GPU pools and envelopes grow with the portfolio. */
const platformText = (environments, projects) => `// The platform of the bench: made by test/bench/generate.mjs.
import own from './own-platform.ts';

const [pool] = Object.values(own.environments.dev.clusters.main.gpuPools);
const environment = (name: keyof typeof own.environments) => {
  const { clusters: { main }, ...rest } = own.environments[name];
  return { ...rest, clusters: { main: { ...main, gpuPools: { l40s: { ...pool, nodes: ${projects * ENDPOINTS * 2} } } } } };
};
const { envelopes: _, ...money } = own.money;
export default { ...own, money, environments: { ${environments.map((name) => `${name}: environment('${name}')`).join(', ')} } };
`;

/** A whole portfolio below \`root\`. */
export function generate({ root, projects, environments = ['production'], seed = 1 }) {
  mkdirSync(root, { recursive: true });
  copyFileSync(fileURLToPath(new URL('../../leitwerk.config.ts', import.meta.url)), join(root, 'own-platform.ts'));
  writeFileSync(join(root, 'leitwerk.config.ts'), platformText(environments, projects));
  for (let i = 0; i < projects; i++) {
    const folder = join(root, 'projects', nameOf(i));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'project.ts'), projectText(i, seed));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [root = 'bench-portfolio', projects = '10', seed = '1', ...environments] = process.argv.slice(2);
  generate({ root, projects: Number(projects), seed: Number(seed), ...(environments.length > 0 ? { environments } : {}) });
}
