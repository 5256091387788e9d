// The files of a new portfolio: one platform, one project, the editor's settings. They compile and pass at once.
export const portfolioFiles = (): Readonly<Record<string, string>> => ({
  'leitwerk.config.ts': `// The platform: environments, who serves which concern, teams, purposes, prices. Owned by the platform team.
import { definePlatform } from 'leitwerk/platform';

const cluster = (name: string) => ({ server: \`https://\${name}.k8s.example.com\`, profile: '2026-11', secretStore: 'platform', oidcIssuer: \`oidc.example.com/\${name}\` });
const account = (id: string, environment: string) => ({
  provider: 'aws', id, region: 'eu-central-1', state: { bucket: \`example-terraform-\${environment}\`, region: 'eu-central-1' },
} as const);
const systems = {
  orchestration: 'pipelines/cron-job', secrets: 'secrets/external-secrets', alerting: 'observability/prometheus-rule',
  'object-storage': 'terraform/s3-bucket', catalogue: 'terraform/glue-table', budgets: 'terraform/budget',
  'data-quality': 'data/great-expectations',
};

export default definePlatform({
  name: 'example',
  naming: 1,
  repository: { url: 'https://github.com/example/ai-projects' },
  environments: {
    dev: { stage: 'development', clusters: { main: cluster('dev') }, accounts: { main: account('100000000001', 'dev') }, systems, packs: ['security', 'finops'] },
    production: { stage: 'production', clusters: { main: cluster('production') }, accounts: { main: account('100000000002', 'production') }, systems, packs: ['security', 'finops', 'privacy', 'reliability'] },
  },
  regions: { 'eu-central-1': { jurisdiction: 'EU' } },
  teams: { platform: { title: 'Platform', email: 'platform@example.com', github: '@example/platform', oncall: 'platform-primary' } },
  purposes: { planning: { title: 'Planning', legalBasis: 'legitimate-interests' } },
  governance: { team: 'platform', approvers: ['@example/governance'] },
  images: {},
  money: { currency: 'EUR' },
});
`,
  ...projectFiles('first-forecast', { owner: 'platform', purpose: 'planning', region: 'eu-central-1' }),
  'tsconfig.json': `{
  "compilerOptions": {
    "target": "es2023", "lib": ["es2023"], "module": "esnext", "moduleResolution": "bundler", "strict": true, "exactOptionalPropertyTypes": true, "noEmit": true, "skipLibCheck": true, "allowImportingTsExtensions": true, "resolveJsonModule": true, "types": [],
    "paths": { "#constructs/*": ["./.leitwerk/constructs.d.ts"] }
  },
  "include": ["projects", "policies", "constructs", "targets", "waivers", "leitwerk.config.ts", ".leitwerk/types.d.ts", ".leitwerk/nodes.d.ts"]
}
`,
  'cdk8s.yaml': 'language: typescript\napp: npx leitwerk synth\noutput: dist\n',
  '.gitignore': 'node_modules/\ndist/\n.leitwerk/\n',
});

export interface ProjectSeed { readonly owner: string; readonly purpose: string; readonly region: string }
export const projectFiles = (name: string, { owner, purpose, region }: ProjectSeed): Readonly<Record<string, string>> => ({
  [`projects/${name}/project.ts`]: `// ${name}: say in one line what it does.
import { AiProject, Budget, DataContract, date, double, eur, key, string, type Portfolio } from 'leitwerk';

export default class ${pascal(name)} extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, '${name}', {
      owner: '${owner}',
      purpose: '${purpose}',
      problem: 'Say what is wrong today.',
      kpi: { name: 'what is measured', baseline: '50%', target: '70%', by: '2027-12-31', measuredBy: 'before-after' },
      nonGoals: ['Say what it is not for'],
      users: { who: 'employees', people: 10 },
      aiAct: { role: 'deployer', class: 'minimal', because: 'Say why it is not more.' },
      score: { value: 3, risk: 2, dataReadiness: 3, regulation: 1, months: 6 },
      exit: 'Say when it is stopped.',
      regions: ['${region}'],
    });

    new DataContract(this, 'results', {
      version: '0.1.0', description: 'Say what the data is.',
      fields: { item: key(string()), day: key(date()), expected: double() },
      freshness: '26h', region: '${region}', partitionBy: ['day'],
    });
    new Budget(this, 'monthly', { amount: eur(200), per: 'month', at: { '80%': 'alert', '100%': 'refuse' } });
  }
}
`,
});

export const pascal = (name: string): string => name.replace(/(^|[-_])([a-z0-9])/g, (_, _dash: string, letter: string) => letter.toUpperCase());
export const kebab = (name: string): string => name.replace(/(?<=[a-z0-9])[A-Z]/g, (c) => `-${c}`).toLowerCase();
