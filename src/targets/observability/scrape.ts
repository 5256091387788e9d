// What both kinds of monitors say: whose metrics, where they are, how often they are read, and as which job.
import type { JsonObject } from '../../model/json.ts';
import type { AnyNode } from '../../model/node.ts';
import type { EmitContext, Metadata } from '../../target.ts';

interface Scrape { readonly metadata: Metadata; readonly selector: JsonObject; readonly endpoint: { readonly port: string; readonly path: string; readonly interval: string }; readonly job: string }

export function scrape(node: Pick<AnyNode, '$id' | '$kind' | '$path'>, { facts, names, namespace, labels, cluster }: EmitContext): Scrape | undefined {
  const metrics = facts.workloads[node.$path]?.metrics;
  if (metrics === undefined) return undefined;
  const name = names.of(node);
  return {
    // The selector of the operator looks for the same labels on monitors as on rules.
    metadata: { name, namespace, labels: { ...labels(node), ...cluster.monitoring?.ruleLabels } },
    selector: { matchLabels: facts.workloads[node.$path]!.selector },
    // Twice in the shortest window of the alerts is enough; vLLM's histograms are some hundred series a replica.
    endpoint: { port: metrics.portName, path: metrics.path, interval: '30s' },
    job: `${namespace}/${name}`,
  };
}
