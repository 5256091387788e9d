// New feature values go to the online store on each view's schedule, under a role of the feature store's own.
import { systemOf } from '../../model/environments.ts';
import { feastName, featureRoleArn, featureWorkload, viewsOf } from '../../model/feature-store.ts';
import { restrictedContainer, restrictedPod, startingDeadline } from '../../model/kubernetes.ts';
import { object, target } from '../../target.ts';
import { definitions, settings, sources } from './feast-repository.ts';
import { materialise } from './materialise-program.ts';

const file = 'features';
/** Any user but root will do: the image brings what it needs, readable by everybody. */
const user = 65_532;

export default target({
  system: 'Feast', api: 'batch/v1', docs: 'https://docs.feast.dev/how-to-guides/running-feast-in-production',
  consumes: ['FeatureView'], per: 'project', scope: 'cluster', judge: 'kube-apiserver',
  *emit(context) {
    const { env, platform, names, namespace, labels, root } = context;
    const image = platform.images['feast'];
    const online = viewsOf(context).filter((v) => v.online && v.refresh !== undefined && v.$project === root.$project);
    if (systemOf(env, 'feature-store') !== 'features/feast' || image === undefined || online.length === 0) return;
    const own = { 'app.kubernetes.io/name': featureWorkload, 'app.kubernetes.io/part-of': namespace, 'app.kubernetes.io/managed-by': 'leitwerk' };
    const from = { file, from: online.map((v) => v.$path) };
    const role = featureRoleArn(context);
    yield object('v1', 'ServiceAccount', { name: featureWorkload, namespace, labels: own, ...(role === undefined ? {} : { annotations: { 'eks.amazonaws.com/role-arn': role } }) }, { automountServiceAccountToken: false }, from);
    yield object('v1', 'ConfigMap', { name: featureWorkload, namespace, labels: own }, { data: {
      // JSON is YAML, too.
      'feature_store.yaml': `${JSON.stringify(settings(context), null, 2)}\n`, 'sources.py': sources(context), 'features.py': definitions(context), 'materialise.py': materialise,
    } }, from);
    for (const view of online) {
      yield object('batch/v1', 'CronJob', { name: names.of(view, 'cron-job', 'refresh'), namespace, labels: labels(view) }, { spec: {
        schedule: view.refresh!, timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid', startingDeadlineSeconds: startingDeadline, successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 3,
        jobTemplate: { metadata: { labels: labels(view) }, spec: { backoffLimit: 2, template: { metadata: { labels: own }, spec: {
          restartPolicy: 'Never', serviceAccountName: featureWorkload, automountServiceAccountToken: false, enableServiceLinks: false, securityContext: restrictedPod(user),
          containers: [{
            name: 'refresh', image, command: ['python', '/repository/materialise.py', feastName(view)], env: [{ name: 'FEAST_USAGE', value: 'False' }, { name: 'HOME', value: '/tmp' }],
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } }, securityContext: restrictedContainer,
            volumeMounts: [{ name: 'repository', mountPath: '/repository', readOnly: true }, { name: 'tmp', mountPath: '/tmp' }],
          }],
          volumes: [{ name: 'repository', configMap: { name: featureWorkload } }, { name: 'tmp', emptyDir: {} }],
        } } } },
      } }, { file, from: [view.$path] });
    }
  },
});
