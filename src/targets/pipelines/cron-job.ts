// A pipeline as a CronJob: one run at a time, ended at its timeout, with what it declares and no more rights than that.
import { callerParts } from '../../analyse/routes/variables.ts';
import { variablesOf } from '../../analyse/stores.ts';
import { account, dataLocation } from '../../model/aws.ts';
import type { JsonObject } from '../../model/json.ts';
import { restrictedContainer, restrictedPod, startingDeadline, verbatim } from '../../model/kubernetes.ts';
import type { NodeOf } from '../../model/node.ts';
import { refsTo } from '../../model/query.ts';
import { milliseconds } from '../../model/units.ts';
import { object, target, type EmitContext } from '../../target.ts';

/** Any user but root will do: declared images bring what they need, readable by everybody. */
const user = 65_532;
/** Finished runs stay over a weekend, with their logs, for whoever the alert sends there; the limits on history keep them few. */
const keptAfterwards = 3 * 86_400;

export default target({
  system: 'Kubernetes CronJob', api: 'batch/v1', docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
  concern: 'orchestration', consumes: ['Pipeline'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  emit: (pipeline, context) => {
    const { names, namespace, labels, facts, env } = context;
    const secrets = new Map(facts.secretUse.filter((use) => use.node === pipeline.$path && use.property[0] === 'secrets').map((use) => [String(use.property[1]), use]));
    const asking = callerParts(pipeline, facts);
    const container: JsonObject = {
      name: 'run', image: pipeline.image, command: pipeline.command.map(verbatim),
      env: [
        { name: 'LEITWERK_ENVIRONMENT', value: env.name }, ...locations(pipeline, context), ...models(pipeline, context), ...indexes(pipeline, context), ...asking.env,
        ...[...secrets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, use]) => ({ name, valueFrom: { secretKeyRef: { name: use.name, key: use.key } } })),
      ],
      // A limit on memory only: it cannot be given back, while processor time that nobody wants is free to take.
      resources: { requests: { cpu: pipeline.cpu, memory: pipeline.memory }, limits: { memory: pipeline.memory } },
      securityContext: restrictedContainer,
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...asking.volumeMounts],
    };
    return object('batch/v1', 'CronJob', { name: names.of(pipeline, 'cron-job'), namespace, labels: labels(pipeline) }, {
      spec: {
        schedule: pipeline.schedule, timeZone: pipeline.timeZone, concurrencyPolicy: 'Forbid', startingDeadlineSeconds: startingDeadline,
        successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 5,
        jobTemplate: { metadata: { labels: labels(pipeline) }, spec: {
          backoffLimit: pipeline.retries, activeDeadlineSeconds: Math.ceil(milliseconds(pipeline.timeout) / 1000), ttlSecondsAfterFinished: keptAfterwards,
          template: { metadata: { labels: labels(pipeline) }, spec: {
            ...(pipeline.priority === undefined ? {} : { priorityClassName: pipeline.priority }),
            restartPolicy: 'Never', serviceAccountName: names.of(pipeline), automountServiceAccountToken: false, enableServiceLinks: false,
            securityContext: restrictedPod(user), containers: [container], volumes: [{ name: 'tmp', emptyDir: {} }, ...asking.volumes],
          } },
        } },
      },
    }, { file: 'pipelines', from: [...[...pipeline.reads, ...pipeline.writes, ...pipeline.applies].map((r) => r.$ref), ...facts.calls[pipeline.$path]!.map(({ to }) => to)] });
  },
});

/** Where the data sets are that it declares, so that no image carries the name of a bucket. */
function locations({ reads, writes, $project }: NodeOf<'Pipeline'>, context: EmitContext): JsonObject[] {
  if (account(context.env) === undefined) return [];
  const contracts = new Map(refsTo([...reads, ...writes], 'DataContract').map((r) => [r.$ref, context.get(r)]));
  return [...contracts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, c]) => ({
    name: `LEITWERK_DATA_${(c.$project === $project ? c.$id : `${c.$project}__${c.$id}`).replace(/-/g, '_').toUpperCase()}`, value: dataLocation(context, c),
  }));
}

/** Which models it applies: where each lies, and the digest that what it fetches must have. */
const models = ({ applies }: NodeOf<'Pipeline'>, { get }: EmitContext): JsonObject[] => applies.map((r) => get(r)).map(({ $id, artefact, digest }) => ({
  name: `LEITWERK_MODEL_ARTEFACT_${$id.replace(/-/g, '_').toUpperCase()}`, value: `${artefact}@${digest}`,
})).sort((a, b) => (a.name < b.name ? -1 : 1));

/** Where the indexes are that it looks up or fills; whoever fills one may not read what is in it. */
const indexes = ({ reads, writes }: NodeOf<'Pipeline'>, { facts }: EmitContext): JsonObject[] => Object.values(facts.stores).flatMap((store) => {
  const role = refsTo(writes, 'VectorIndex').some((r) => r.$ref === store.node) ? 'writer' as const : refsTo(reads, 'VectorIndex').some((r) => r.$ref === store.node) ? 'reader' as const : undefined;
  return role === undefined ? [] : variablesOf(store, role);
});
