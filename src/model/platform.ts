// The platform: what `leitwerk.config.ts` declares. Trusted; validated by the precompiled form of this schema, so zod stays off the hot path.
import * as z from 'zod';

const name = () => z.string().regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);
const email = () => z.string().regex(/^[^@\s]+@[^@\s]+$/);
const date = () => z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** What something costs: a decimal, so that a price may be finer than the currency. */
const price = (per: string) => z.strictObject({ price: z.string().regex(/^\d+(\.\d+)?$/).describe(`Decimal per ${per}.`), currency: z.string(), asOf: date(), source: z.string() });
const digest = () => z.string().regex(/@sha256:[0-9a-f]{64}$/);

/** GPU nodes of one accelerator in a cluster. */
export const gpuPool = z.strictObject({
  accelerator: name().describe('Key of `src/data/gpus.ts`, such as `h100-sxm`.'),
  resource: z.string().default('nvidia.com/gpu').describe('Extended resource that pods request.'),
  nodes: z.int().min(1), gpusPerNode: z.int().min(1),
  labels: z.record(z.string(), z.string()).describe('Node labels that select the pool.'),
  taint: z.strictObject({ key: z.string(), value: z.string(), effect: z.enum(['NoSchedule', 'NoExecute', 'PreferNoSchedule']) }).optional(),
  price: z.string().optional().describe('Key of the table of list prices, such as `aws/us-east-1/h100-sxm`, where `money.gpuHour` names none; without it, some list price of the accelerator is assumed.'),
});
export const cluster = z.strictObject({
  server: z.string().describe('API server as Argo CD reaches it.'),
  profile: z.string().describe('Stack profile: a tested set of versions, a key of `src/data/profiles.ts`.'),
  without: z.array(z.string()).default([]).describe('Components of the profile that this cluster does not run.'),
  gpuPools: z.record(name(), gpuPool).default({}),
  priorityClasses: z.record(name(), z.strictObject({ value: z.int().min(0).max(1_000_000_000), description: z.string() })).default({}),
  secretStore: z.string().optional().describe('Name of the ClusterSecretStore that External Secrets reads.'),
  oidcIssuer: z.string().optional().describe('Issuer of service account tokens, host and path without scheme.'),
  oidcKeys: z.string().optional().describe('Where the keys of that issuer are published; default, `/keys` below it, as EKS has it.'),
  apiServer: z.strictObject({ cidr: z.string(), port: z.int().min(1).max(65535) }).optional().describe('Addresses and port of the API server as pods reach it; without it, databases may reach any address to find it.'),
  dns: z.strictObject({ namespace: z.string(), labels: z.record(z.string(), z.string()) })
    .default({ namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } }),
  monitoring: z.strictObject({ namespace: z.string(), labels: z.record(z.string(), z.string()), ruleLabels: z.record(z.string(), z.string()) }).optional()
    .describe('Where Prometheus runs, its pods, and the labels that its rule selector wants.'),
  ingress: z.strictObject({
    namespace: z.string(), labels: z.record(z.string(), z.string()),
    gateway: z.strictObject({
      name: z.string(), namespace: z.string(), domain: z.string().describe('Endpoints answer at `<endpoint>.<project>.<domain>`, by HTTPS; inside the cluster the name leads to the Gateway\'s Service.'),
      buckets: z.array(z.int().min(1)).min(1).optional().describe('Bounds of its histogram of request times in milliseconds, ascending, where the platform has set others than Envoy\'s own.'),
      podPort: z.int().min(1).max(65535).default(10443).describe('Where its pods take HTTPS; Envoy Gateway adds 10000 to a listener\'s port below 1024.'),
    }).optional().describe('The Gateway that routes attach to; a gateway system needs it.'),
  }).optional().describe('The gateway whose pods reach endpoints.'),
  collector: z.strictObject({ namespace: z.string(), service: z.string(), port: z.int().min(1).max(65_535).default(4317).describe('OTLP over gRPC.') }).optional()
    .describe('The OpenTelemetry collector that takes traces.'),
  telemetry: z.strictObject({
    stores: z.record(z.string(), z.strictObject({
      logs: z.string().regex(/^https?:\/\//).describe('OTLP over HTTP, such as `http://loki-gateway.monitoring:80/otlp`.'), traces: z.string().regex(/^https?:\/\//).describe('OTLP over HTTP, such as `http://tempo-distributor.monitoring:4318`.'),
      namespace: z.string().optional().describe('Where they run in this cluster; without it, they are outside.'),
    })).describe('Stores by region. They keep by tenant: `keep-30d` for thirty days.'),
    agent: z.strictObject({ namespace: z.string(), labels: z.record(z.string(), z.string()) }).optional().describe('Pods that read what containers print and forward it to `otel-collector` in their namespace.'),
  }).optional().describe('Where logs, traces and content are stored.'),
  storageClass: z.string().optional().describe('Of volumes that workloads keep; default, that of the cluster.'),
});
export const account = z.strictObject({
  provider: z.enum(['aws']), id: z.string().regex(/^\d{12}$/), region: z.string(),
  state: z.strictObject({ bucket: z.string(), region: z.string(), lockTable: z.string().optional() }),
});
export const environment = z.strictObject({
  stage: z.enum(['development', 'staging', 'production']).describe('What rules hold: policies ask for the stage, never for the name.'),
  clusters: z.record(name(), cluster).describe('The first one takes workloads that name none.'),
  accounts: z.record(name(), account),
  systems: z.record(z.string(), z.string()).describe('Which target serves a concern: `{ serving: "serving/vllm" }`.'),
  packs: z.array(z.string()).default([]).describe('Policy packs that hold here.'),
  namespaceSuffix: z.string().default('').describe('Needed where two environments share a cluster.'),
});
export const platform = z.strictObject({
  name: z.string(),
  naming: z.literal(1).describe('Version of the naming scheme; a later scheme never renames what exists.'),
  repository: z.strictObject({ url: z.string(), defaultBranch: z.string().default('main'), environmentBranch: z.string().default('env/{environment}') }),
  environments: z.record(name(), environment),
  regions: z.record(z.string(), z.strictObject({ jurisdiction: z.string().describe('`EU`, `US`, ...') })),
  teams: z.record(name(), z.strictObject({
    title: z.string(), email: email(), github: z.string().describe('`@org/team`, for CODEOWNERS.'), oncall: z.string().optional(), costCentre: z.string().optional(),
  })),
  oncall: z.record(name(), z.strictObject({
    via: z.enum(['pagerduty', 'opsgenie', 'webhook']).describe('Who wakes people.'),
    secret: z.string().describe('Entry of the secret store: the key of the integration, or the address of the webhook.'), property: z.string().optional().describe('Property of that entry, where it has several.'),
  })).default({}).describe('Integrations that wake people, by the name that teams give as `oncall`.'),
  purposes: z.record(name(), z.strictObject({ title: z.string(), legalBasis: z.enum(['consent', 'contract', 'legal-obligation', 'vital-interests', 'public-task', 'legitimate-interests']) })),
  issuers: z.record(name(), z.strictObject({ url: z.string(), audiences: z.array(z.string()).default([]), jwks: z.string().optional().describe('Where its keys are published; a gateway that checks tokens needs it.'),
    claims: z.record(z.string(), z.strictObject({ name: z.string(), values: z.array(z.string()).min(1) })).default({}).describe('By audience: the claim, a list, that holds one of these values for it. Without it, whoever has a token counts.'),
  })).default({}),
  registry: z.strictObject({ url: z.string(), prefix: z.string().default('') }).optional().describe('MLflow server where models and prompts are registered.'),
  scoring: z.strictObject({ value: z.int().min(0), risk: z.int().min(0), dataReadiness: z.int().min(0), regulation: z.int().min(0), time: z.int().min(0) }).default({ value: 4, risk: 2, dataReadiness: 2, regulation: 1, time: 1 }).describe('Weights by which use cases are ranked.'),
  governance: z.strictObject({ team: name(), approvers: z.array(z.string()).default([]) }).describe('Who owns policies and waivers.'),
  images: z.record(z.string(), digest()).describe('Images that targets use, by role (`vllm`), pinned by digest.'),
  mirrors: z.strictObject({
    images: z.record(z.string(), z.string()).default({}), weights: z.record(z.string(), z.string()).default({}), charts: z.record(z.string(), z.string()).default({}),
  }).default({ images: {}, weights: {}, charts: {} }).describe('Prefix to prefix, the longest wins; applied when written.'),
  money: z.strictObject({
    currency: z.string().regex(/^[A-Z]{3}$/),
    exchange: z.array(z.strictObject({ from: z.string(), to: z.string(), rate: z.string().describe('Decimal.'), asOf: date(), source: z.string() })).default([]),
    gpuHour: z.record(name(), price('GPU and hour')).default({})
      .describe('What this company pays for a GPU hour, by accelerator; goes before the public price table.'),
    cpuHour: price('processor core and hour').optional().describe('What a core costs; without it and `memoryGibHour`, replicas and runs of pipelines are not counted.'),
    memoryGibHour: price('GiB of memory and hour').optional().describe('What a GiB of memory costs.'),
    storageGibMonth: price('GiB stored and month').optional().describe('What a GiB in object storage costs; without it, data sets are not counted.'),
    volumeGibMonth: price('GiB of a volume and month').optional().describe('What a GiB of a volume costs; without it, volumes of vector indexes are not counted.'),
    envelopes: z.record(name(), z.strictObject({ amount: z.int(), currency: z.string() })).default({}).describe('Monthly budget by environment, minor units.'),
  }),
  labels: z.strictObject({ costCentre: z.string().default('leitwerk.dev/cost-centre'), owner: z.string().default('leitwerk.dev/owner') })
    .default({ costCentre: 'leitwerk.dev/cost-centre', owner: 'leitwerk.dev/owner' }).describe('Keys of the cost-allocation labels.'),
});

type Deep<T> = { readonly [K in keyof T]: T[K] extends (infer E)[] ? readonly Deep<E>[] : T[K] extends object ? Deep<T[K]> : T[K] };
export type PlatformDeclaration = z.input<typeof platform>;
export type Platform = Deep<z.output<typeof platform>>;
export type GpuPool = Deep<z.output<typeof gpuPool>>;
/** A cluster with its name. */
export type Cluster = Deep<z.output<typeof cluster>> & { readonly name: string };
export type Account = Deep<z.output<typeof account>> & { readonly name: string };
/** An environment with its name, its clusters and accounts as lists in declared order. */
export interface Environment extends Omit<Deep<z.output<typeof environment>>, 'clusters' | 'accounts'> {
  readonly name: string;
  readonly clusters: readonly Cluster[];
  readonly accounts: readonly Account[];
}
