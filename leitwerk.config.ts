// The platform of Nordlicht, a made-up company: three environments on AWS, their GPU pools, teams, purposes and prices.
import { definePlatform } from 'leitwerk/platform';

const region = 'eu-central-1';
const h100 = {
  accelerator: 'h100-sxm', gpusPerNode: 8, labels: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' },
  taint: { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
} as const;
const l40s = {
  accelerator: 'l40s', gpusPerNode: 4, labels: { 'nvidia.com/gpu.product': 'NVIDIA-L40S' },
  taint: { key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' },
} as const;

const cluster = (name: string, oidc: string) => ({
  server: `https://${name}.k8s.nordlicht.example`, profile: '2026-11', secretStore: 'platform',
  oidcIssuer: `oidc.eks.${region}.amazonaws.com/id/${oidc}`,
  monitoring: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'prometheus' }, ruleLabels: { release: 'platform' } },
  telemetry: {
    stores: { [region]: { logs: 'http://loki-gateway.monitoring:80/otlp', traces: 'http://tempo-distributor.monitoring:4318', namespace: 'monitoring' } },
    agent: { namespace: 'monitoring', labels: { 'app.kubernetes.io/name': 'log-agent' } },
  },
  ingress: { namespace: 'envoy-gateway-system', labels: { 'app.kubernetes.io/name': 'envoy' }, gateway: { name: 'ai', namespace: 'envoy-gateway-system', domain: `${name}.ai.nordlicht.example`, buckets: [5, 10, 25, 50, 80, 100, 150, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000] } },
  collector: { namespace: 'monitoring', service: 'otel-collector' },
  priorityClasses: { 'user-facing': { value: 100_000, description: 'Answers people who wait.' }, batch: { value: 1_000, description: 'May wait until the night.' } },
});
const account = (id: string, environment: string) => ({
  provider: 'aws', id, region, state: { bucket: `nordlicht-terraform-${environment}`, region, lockTable: 'terraform-locks' },
} as const);
const systems = {
  serving: 'serving/vllm',
  'gpu-quota': 'kubernetes/resource-quota',
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
};

export default definePlatform({
  name: 'nordlicht',
  naming: 1,
  repository: { url: 'https://github.com/nordlicht/ai-projects' },
  environments: {
    dev: {
      stage: 'development', clusters: { main: { ...cluster('dev', 'D0A1'), gpuPools: { l40s: { ...l40s, nodes: 1 } } } },
      accounts: { main: account('210000000001', 'dev') }, systems, packs: ['security', 'finops'],
    },
    staging: {
      stage: 'staging', clusters: { main: { ...cluster('staging', 'D0A2'), gpuPools: { l40s: { ...l40s, nodes: 1 }, h100: { ...h100, nodes: 1 } } } },
      accounts: { main: account('210000000002', 'staging') }, systems, packs: ['security', 'finops', 'privacy'],
    },
    production: {
      stage: 'production',
      clusters: { main: {
        ...cluster('production', 'D0A3'), gpuPools: { h100: { ...h100, nodes: 3 }, l40s: { ...l40s, nodes: 1 } },
      } },
      accounts: { main: account('210000000003', 'production') }, systems, packs: ['security', 'finops', 'privacy', 'reliability', 'third-parties', 'ai-act', 'governance'],
    },
  },
  regions: { 'eu-central-1': { jurisdiction: 'EU' }, 'eu-west-1': { jurisdiction: 'EU' }, eu: { jurisdiction: 'EU' } },
  teams: {
    'customer-care': { title: 'Customer Care', email: 'customer-care@nordlicht.example', github: '@nordlicht/customer-care', oncall: 'customer-care-primary', costCentre: '4100' },
    'crm-platform': { title: 'CRM Platform', email: 'crm@nordlicht.example', github: '@nordlicht/crm-platform', oncall: 'crm-primary', costCentre: '4200' },
    payments: { title: 'Payments', email: 'payments@nordlicht.example', github: '@nordlicht/payments', oncall: 'payments-primary', costCentre: '3200' },
    'supply-chain': { title: 'Supply Chain', email: 'supply-chain@nordlicht.example', github: '@nordlicht/supply-chain', oncall: 'supply-chain-primary', costCentre: '5300' },
    'ai-platform': { title: 'AI Platform', email: 'ai-platform@nordlicht.example', github: '@nordlicht/ai-platform', oncall: 'ai-platform-primary', costCentre: '1000' },
  },
  oncall: Object.fromEntries(['customer-care-primary', 'crm-primary', 'supply-chain-primary', 'payments-primary', 'ai-platform-primary'].map((name) => [name, { via: 'pagerduty', secret: `oncall/${name}`, property: 'routing-key' }])),
  purposes: {
    'customer-support': { title: 'Answering customers', legalBasis: 'contract' },
    'service-improvement': { title: 'Improving the service', legalBasis: 'legitimate-interests' },
    'fraud-prevention': { title: 'Finding fraudulent payments', legalBasis: 'legitimate-interests' },
    'supply-planning': { title: 'Planning stock and deliveries', legalBasis: 'legitimate-interests' },
  },
  issuers: { corporate: { url: 'https://login.nordlicht.example', audiences: ['ai-endpoints'], jwks: 'https://login.nordlicht.example/keys', claims: { employees: { name: 'groups', values: ['all-employees'] } } } },
  governance: { team: 'ai-platform', approvers: ['@nordlicht/ai-governance'] },
  images: {
    // vLLM 0.27.1, the digest that a public deployment of 2026-08-21 verified.
    vllm: 'docker.io/vllm/vllm-openai@sha256:0a51ea5b4ae2dc5d81890e5173f54203d2a3ae0cfffe51b8fd2afd4391bfd967',
    // NeMo Guardrails 0.24 with Presidio and its language models: the company's own build.
    'nemo-guardrails': 'registry.nordlicht.example/ai/nemo-guardrails@sha256:c1d9a5b7e0f24683a1b5c9d3e7f1a2b4c6d8e0f2a4b6c8d0e2f4a6b8c0d2e4f6',
    // The company's own build of the collector, with the processors that are emitted.
    'otel-collector': 'registry.nordlicht.example/platform/otel-collector@sha256:3f1c5a0b7d2e4f6891a3c5e7092b4d6f8a1c3e5072946b8dafc1e3052749b6d8',
    // The company's own build on the image of CloudNativePG, with pgvector.
    postgres: 'registry.nordlicht.example/platform/postgresql@sha256:5d1f4a0f6b0c9c1d8b8f6f0b6f5f6b8e3f0c4e2a7d9b1c3e5f7a9b0c2d4e6f81',
    // The company's own build: Feast with its extras for AWS.
    feast: 'registry.nordlicht.example/platform/feast@sha256:8c1e3a5b7d9f0a2c4e6b8d0f1a3c5e7b9d1f3a5c7e9b0d2f4a6c8e0b2d4f6a83',
    // The company's own builds of MLServer 1.7, Triton and KServe's storage initializer.
    mlserver: 'registry.nordlicht.example/ai/mlserver@sha256:3f0d5f2c0c5e2d1a9d5e9f4b7a1e6c8d2b4f6a8c0e1d3f5b7a9c1e3d5f7b9a1c',
    triton: 'registry.nordlicht.example/ai/tritonserver@sha256:8b1e4d7a0c3f6b9e2d5a8c1f4e7b0d3a6c9f2e5b8d1a4c7f0e3b6d9a2c5f8e1b',
    'storage-initializer': 'registry.nordlicht.example/ai/storage-initializer@sha256:c5a8d1e4f7b0a3c6d9e2f5b8a1c4d7e0f3b6a9c2d5e8f1b4a7c0d3e6f9b2a5c8',
  },
  mirrors: { images: { 'docker.io/': 'registry.nordlicht.example/docker-hub/' }, weights: {}, charts: {} },
  money: {
    currency: 'EUR',
    exchange: [{ from: 'USD', to: 'EUR', rate: '0.86', asOf: '2026-11-20', source: 'Treasury, planning rate of the fourth quarter' }],
    gpuHour: {
      'h100-sxm': { price: '6.10', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, 1-year commitment' },
      l40s: { price: '1.45', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, 1-year commitment' },
    },
    cpuHour: { price: '0.0405', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, general-purpose nodes' },
    memoryGibHour: { price: '0.0046', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, general-purpose nodes' },
    storageGibMonth: { price: '0.0215', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, standard class' },
    volumeGibMonth: { price: '0.0952', currency: 'EUR', asOf: '2026-10-01', source: 'Framework agreement with the cloud provider, general-purpose volumes' },
    envelopes: { production: { amount: 6_000_000, currency: 'EUR' } },
  },
});
