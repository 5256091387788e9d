// A portfolio of many projects, each of about 60 manifests and 20 Terraform resources, from a seed: real constructs with other names, sizes and schedules.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** mulberry32: small, and the same everywhere. */
const random = (seed) => () => { seed = (seed + 0x6d2b79f5) | 0; let t = Math.imul(seed ^ (seed >>> 15), 1 | seed); t ^= t + Math.imul(t ^ (t >>> 7), 61 | t); return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32; };

export function generate(root, count, home, seed = 1) {
  mkdirSync(root, { recursive: true });
  cpSync(join(home, 'leitwerk.config.ts'), join(root, 'leitwerk.config.ts'));
  for (let i = 0; i < count; i++) {
    const folder = join(root, 'projects', name(i));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'project.ts'), project(i, seed));
  }
}
export const name = (i) => `forecast-${String(i).padStart(4, '0')}`;

export function project(i, seed = 1) {
  const next = random(seed * 100_003 + i);
  const pick = (...of) => of[Math.floor(next() * of.length)];
  const whole = (from, to) => from + Math.floor(next() * (to - from + 1));
  const columns = Array.from({ length: whole(4, 9) }, (_, c) => `measure_${c}: ${pick('double()', 'integer()', 'string({ nullable: true })')}`).join(', ');
  const contract = (id) => `const ${id} = new DataContract(this, '${id}', { version: '1.${whole(0, 9)}.0', description: 'Numbers of ${id} in area ${i}.', fields: { item: key(string()), day: key(date()), ${columns} }, freshness: '${whole(2, 30)}h', region: 'eu-central-1', partitionBy: ['day'] });`;
  const pipeline = (n) => `
    const step${n} = new Pipeline(this, 'step-${n}', { image: 'registry.nordlicht.example/forecast@sha256:${'0123456789abcdef'.repeat(4)}', command: ['forecast', 'step', '${n}'], schedule: '${whole(0, 59)} ${whole(0, 23)} * * *',
      reads: [${pick('input', 'output')}], writes: [output], timeout: '${whole(10, 120)}m', cpu: '${whole(1, 8)}', memory: '${whole(1, 32)}Gi', secrets: { TOKEN: secret('source-${n}/token') }, connects: [{ host: 'source-${n}.nordlicht.example', cidr: '10.40.${n}.0/28', port: 443 }] });
    new Slo(this, 'step-${n}-runs', { of: step${n}, indicator: runSucceeds(), objective: '9${whole(0, 8)}%', window: '30d' });`;
  const steps = Array.from({ length: 9 }, (_, n) => pipeline(n)).join('');
  return `// Generated for the benchmark.
import { AiProject, Budget, DataContract, Pipeline, Slo, date, double, eur, integer, key, runSucceeds, secret, string, type Portfolio } from 'leitwerk';
export default class Forecast extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, '${name(i)}', { owner: '${pick('supply-chain', 'crm-platform')}', purpose: 'supply-planning', problem: 'Area ${i} orders by last year\\'s numbers.',
      kpi: { name: 'articles in stock', baseline: '${whole(60, 90)}%', target: '95%', by: '2027-09-30', measuredBy: 'before-after' }, nonGoals: [], exit: 'Stop after a season without effect.', regions: ['eu-central-1'] });
    ${contract('input')}
    ${contract('output')}${steps}
    new Budget(this, 'monthly', { amount: eur(${whole(1, 40) * 10}), per: 'month', at: { '80%': 'alert', '100%': 'alert' } });
  }
}
`;
}
