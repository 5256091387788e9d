// The common parts of a Deployment that answers: rolling update, selector, template; and the Service before it.
import type { JsonObject } from './json.ts';

export interface Deployed {
  readonly selector: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: JsonObject;
  /** Left out: a scaler owns the number. */
  readonly replicas: number | undefined;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  /** Seconds until a new replica answers, at most. */
  readonly startupSeconds: number;
}
/** Time beyond the start of a replica until an update counts as failed. */
export const progressDeadline = (startupSeconds: number): number => startupSeconds + 300;

export const deploymentSpec = ({ selector, labels, pod, replicas, maxSurge, maxUnavailable, startupSeconds }: Deployed): JsonObject => ({
  ...(replicas === undefined ? {} : { replicas }), revisionHistoryLimit: 3, progressDeadlineSeconds: progressDeadline(startupSeconds),
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } },
  selector: { matchLabels: selector }, template: { metadata: { labels }, spec: pod },
});
export const serviceSpec = (selector: Readonly<Record<string, string>>, { port, portName }: { readonly port: number; readonly portName: string }): JsonObject => ({
  selector, ports: [{ name: portName, port, targetPort: portName, appProtocol: 'http' }],
});
/** Nodes are drained one replica at a time. */
export const disruptionSpec = (selector: Readonly<Record<string, string>>): JsonObject => ({ selector: { matchLabels: selector }, maxUnavailable: 1 });
