// Names of things in real systems: one pure function a system, aware of its limits. Scheme 1; a later one never renames what exists.
import { sha256 } from './digest.ts';

/** Limits of each system, with where they are written down. */
const systems = {
  // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names
  kubernetes: { max: 63, join: '-', clean: /[^a-z0-9-]+/g },
  // Eleven characters are left for the time that its jobs carry: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#job-creation
  'cron-job': { max: 52, join: '-', clean: /[^a-z0-9-]+/g },
  // Services, Secrets and pods of a cluster carry its name and more: https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/
  'cloudnative-pg': { max: 50, join: '-', clean: /[^a-z0-9-]+/g },
  // KServe appends up to twenty characters to make names of Services: https://github.com/kserve/kserve/blob/v0.20.0/pkg/controller/v1alpha2/llmisvc/workload.go
  kserve: { max: 43, join: '-', clean: /[^a-z0-9-]+/g },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  s3: { max: 63, join: '-', clean: /[^a-z0-9-]+/g },
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  'iam-role': { max: 64, join: '-', clean: /[^a-zA-Z0-9+=,.@_-]+/g },
  // Budgets allow 100 characters, topics and key aliases 256; lower case, digits and hyphens are fine in all of them:
  // https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
  aws: { max: 100, join: '-', clean: /[^a-z0-9-]+/g },
  // https://docs.aws.amazon.com/glue/latest/dg/glue-quotas.html ; Athena wants lower case, digits, underscore
  glue: { max: 255, join: '_', clean: /[^a-z0-9_]+/g },
  // Terraform local names: https://developer.hashicorp.com/terraform/language/syntax/configuration#identifiers
  terraform: { max: 200, join: '_', clean: /[^a-z0-9_]+/g },
  // https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
  prometheus: { max: 200, join: '_', clean: /[^a-zA-Z0-9_]+/g },
  // Of dashboards: https://grafana.com/docs/grafana/latest/developers/http_api/dashboard/#identifier-id-vs-unique-identifier-uid
  grafana: { max: 40, join: '-', clean: /[^a-z0-9-]+/g },
  // Entities of the catalogue: https://backstage.io/docs/features/software-catalog/descriptor-format/#name-required
  backstage: { max: 63, join: '.', clean: /[^a-z0-9-]+/g },
} as const;
export type System = keyof typeof systems;

/** The name made of these parts in a system; too long a name is cut and carries eight hex digits of the whole, so that two never meet. */
export function name(system: System, ...parts: readonly string[]): string {
  const { max, join, clean } = systems[system];
  let whole = '';
  for (const part of parts) if (part !== '') whole += `${whole === '' ? '' : join}${part.toLowerCase().replace(clean, join)}`;
  if (whole.length <= max) return whole;
  const tail = `${join}${sha256(whole).slice(0, 8)}`;
  return whole.slice(0, max - tail.length).replace(/[-_.]+$/, '') + tail;
}

export interface Names {
  readonly namespace: string;
  /** Name of what a node becomes in a system, unique within the project. */
  of(node: { readonly $id: string }, system?: System, ...suffix: readonly string[]): string;
  /** Name that is unique beyond the project (buckets, roles): platform, environment, project, node. */
  global(system: System, ...parts: readonly string[]): string;
  /** The labels that selectors use; they never change. */
  selector(node: { readonly $id: string }): Readonly<Record<string, string>>;
}
export const names = (platform: string, environment: string, project: string, namespaceSuffix = ''): Names => ({
  namespace: name('kubernetes', project + namespaceSuffix),
  of: (node, system = 'kubernetes', ...suffix) => name(system, node.$id, ...suffix),
  global: (system, ...parts) => name(system, platform, environment, project, ...parts),
  selector: (node) => selectorOf(project, node),
});
/** Labels of the pods of a node, as selectors use them. */
export const selectorOf = (project: string, node: { readonly $id: string }): Readonly<Record<string, string>> =>
  ({ 'app.kubernetes.io/name': name('kubernetes', node.$id), 'app.kubernetes.io/part-of': name('kubernetes', project) });

/** On every namespace of a project; what the cluster's policies select by. */
export const managedLabel = { 'app.kubernetes.io/managed-by': 'leitwerk' } as const;
/** Namespace of what the platform itself keeps in a cluster, such as the exemptions from its policies. No project may write there. */
export const platformNamespace = 'leitwerk-system';
