// The platform around the examples of concepts and policies: it knows every team, purpose and accelerator that they name.
import type { Platform } from '../model/platform.ts';

const h100 = { accelerator: 'h100-sxm', resource: 'nvidia.com/gpu', nodes: 2, gpusPerNode: 8, labels: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' }, taint: { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' } } as const;
const l40s = { ...h100, accelerator: 'l40s', labels: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' } } as const;
const environment = (stage: 'development' | 'staging' | 'production', id: string) => ({
  stage, packs: ['security', 'finops', 'privacy', 'reliability', 'third-parties', 'ai-act', 'governance'], namespaceSuffix: '',
  clusters: { main: {
    server: `https://${stage}.k8s.example`, profile: '2026-11', without: [], gpuPools: { h100, l40s }, priorityClasses: { 'user-facing': { value: 100_000, description: 'Answers people.' }, batch: { value: 1_000, description: 'May wait.' } }, secretStore: 'platform', oidcIssuer: `oidc.example/${stage}`,
    dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }, monitoring: { namespace: 'monitoring', labels: { app: 'prometheus' }, ruleLabels: { release: 'platform' } }, collector: { namespace: 'monitoring', service: 'collector', port: 4317 }, ingress: { namespace: 'gateway', labels: { app: 'envoy' }, gateway: { name: 'ai', namespace: 'gateway', domain: 'ai.example', podPort: 10443 } },
    telemetry: { stores: { 'eu-central-1': { logs: 'http://loki.monitoring:80/otlp', traces: 'http://tempo.monitoring:4318', namespace: 'monitoring' }, 'us-east-1': { logs: 'https://logs.example/otlp', traces: 'https://traces.example' } }, agent: { namespace: 'monitoring', labels: { app: 'log-agent' } } },
  } },
  accounts: { main: { provider: 'aws' as const, id, region: 'eu-central-1', state: { bucket: `state-${stage}`, region: 'eu-central-1' } } },
  systems: {
    serving: 'serving/vllm',
    'gpu-quota': 'kubernetes/kueue',
    orchestration: 'pipelines/cron-job',
    secrets: 'secrets/external-secrets',
    alerting: 'observability/prometheus-rule',
    metrics: 'observability/pod-monitor',
    tracing: 'observability/opentelemetry',
    'object-storage': 'terraform/s3-bucket',
    catalogue: 'terraform/glue-table',
    budgets: 'terraform/budget',
    gateway: 'gateway/envoy',
    'model-gateway': 'gateway/envoy-ai',
    evaluation: 'llm/promptfoo',
    guardrails: 'llm/nemo-guardrails',
    'model-registry': 'registry/mlflow',
    dashboards: 'observability/grafana-dashboard',
    telemetry: 'observability/otel-collector',
    'alert-routing': 'observability/alertmanager-config',
    'vector-index': 'data/pgvector',
    'feature-store': 'features/feast',
    'data-quality': 'data/great-expectations',
    prediction: 'serving/deployed-predictor',
    autoscaling: 'serving/keda',
    rollouts: 'serving/argo-rollouts',
  },
});

export const examplePlatform: Platform = {
  name: 'example', naming: 1, repository: { url: 'https://git.example/ai', defaultBranch: 'main', environmentBranch: 'env/{environment}' },
  environments: { dev: environment('development', '100000000001'), staging: environment('staging', '100000000002'), production: environment('production', '100000000003') },
  regions: { 'eu-central-1': { jurisdiction: 'EU' }, 'us-east-1': { jurisdiction: 'US' } },
  teams: {
    'customer-care': { title: 'Customer Care', email: 'care@example.com', github: '@example/care', oncall: 'care-primary', costCentre: '4100' },
    operations: { title: 'Operations', email: 'operations@example.com', github: '@example/operations', oncall: 'operations-primary', costCentre: '1000' },
  },
  oncall: { 'care-primary': { via: 'pagerduty', secret: 'oncall/care', property: 'routing-key' }, 'operations-primary': { via: 'opsgenie', secret: 'oncall/operations' } },
  purposes: { 'customer-support': { title: 'Answering customers', legalBasis: 'contract' }, 'supply-planning': { title: 'Planning stock', legalBasis: 'legitimate-interests' } },
  issuers: {
    corporate: { url: 'https://login.example', audiences: ['ai-endpoints'], jwks: 'https://login.example/keys', claims: { employees: { name: 'groups', values: ['employees'] } } },
    partners: { url: 'https://partners.example', audiences: ['ai-endpoints'], jwks: 'https://partners.example/keys', claims: {} },
  },
  scoring: { value: 4, risk: 2, dataReadiness: 2, regulation: 1, time: 1 }, registry: { url: 'https://mlflow.example', prefix: '' },
  governance: { team: 'customer-care', approvers: [] },
  images: {
    vllm: `registry.example/vllm@sha256:${'1'.repeat(64)}`,
    'nemo-guardrails': `registry.example/nemo-guardrails@sha256:${'5'.repeat(64)}`,
    'otel-collector': `registry.example/otel-collector@sha256:${'2'.repeat(64)}`,
    postgres: `registry.example/postgresql@sha256:${'2'.repeat(64)}`,
    feast: `registry.example/feast@sha256:${'3'.repeat(64)}`,
    mlserver: `registry.example/mlserver@sha256:${'2'.repeat(64)}`,
    triton: `registry.example/triton@sha256:${'3'.repeat(64)}`,
    'storage-initializer': `registry.example/storage-initializer@sha256:${'4'.repeat(64)}`,
  },
  mirrors: { images: {}, weights: {}, charts: {} },
  money: {
    currency: 'EUR', exchange: [{ from: 'USD', to: 'EUR', rate: '0.86', asOf: '2026-11-20', source: 'example' }],
    cpuHour: { price: '0.04', currency: 'EUR', asOf: '2026-10-01', source: 'example' }, memoryGibHour: { price: '0.005', currency: 'EUR', asOf: '2026-10-01', source: 'example' }, storageGibMonth: { price: '0.025', currency: 'EUR', asOf: '2026-10-01', source: 'example' }, volumeGibMonth: { price: '0.1', currency: 'EUR', asOf: '2026-10-01', source: 'example' },
    gpuHour: { 'h100-sxm': { price: '6.10', currency: 'EUR', asOf: '2026-10-01', source: 'example' }, l40s: { price: '1.45', currency: 'EUR', asOf: '2026-10-01', source: 'example' } }, envelopes: { production: { amount: 10_000_000, currency: 'EUR' } },
  },
  labels: { costCentre: 'leitwerk.dev/cost-centre', owner: 'leitwerk.dev/owner' },
};
