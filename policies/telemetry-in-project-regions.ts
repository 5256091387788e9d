// Telemetry is stored in a region of the project, and the platform has a store there.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'Telemetry',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 44', 'ISO 27701 A.7.5.1', 'ISO 27001 A.8.15'],
  because: 'Traces and prompts are data like any other: where they lie was approved with the project, or by nobody.',
  remedy: 'store it in a region of the project in which the platform has a store',
  waivable: 'governance',
  check(telemetry, { root, env, platform }) {
    const { region } = telemetry;
    const found: Found[] = [];
    const stores = Object.keys(env.clusters[0]?.telemetry?.stores ?? {});
    const edits = root.regions.filter((r) => stores.includes(r)).map((to) => ({ node: telemetry.$path, property: ['region'], to }));
    if (!root.regions.includes(region)) found.push({ at: ['region'], what: `stores telemetry in ${region} (${platform.regions[region]?.jurisdiction ?? 'unknown jurisdiction'}), which is none of the project's regions`, why: [`regions: ${root.regions.join(', ')}`], try: edits });
    if (!stores.includes(region)) found.push({ at: ['region'], what: `has no store in ${region}: nothing of it would be kept`, why: [stores.length === 0 ? `the cluster of ${env.name} names no stores` : `stores: ${stores.join(', ')}`], try: edits });
    return found;
  },
  fails: { props: { region: 'us-east-1' } },
  passes: { props: { region: 'eu-central-1' } },
});
