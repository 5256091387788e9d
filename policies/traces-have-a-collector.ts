// Where traces are taken, the cluster says where they are sent.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'ModelEndpoint',
  severity: 'error',
  controls: ['ISO 27001 A.8.15'],
  because: 'An endpoint that traces to nobody looks like one that is traced, until somebody needs the trace.',
  remedy: 'the platform names the collector of the cluster in leitwerk.config.ts, or gives no system the concern tracing',
  waivable: 'never',
  check(_, { env }) {
    const [cluster] = env.clusters;
    if (env.systems['tracing'] === undefined || cluster === undefined || cluster.collector !== undefined) return true;
    return `is to be traced by ${env.systems['tracing']}, and the cluster ${cluster.name} of ${env.name} names no collector`;
  },
  fails: { platform: { environments: { production: { clusters: { main: { collector: null } } } } } },
  passes: {},
});
