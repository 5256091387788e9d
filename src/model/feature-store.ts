// What the feature store is called in a cluster and in an account, so that both agree: one workload, one role and one bucket a project, one table a view.
import { account, arn, lasting } from './aws.ts';
import { name } from './names.ts';
import type { NodeOf, Resolved } from './node.ts';
import type { Environment, Platform } from './platform.ts';
import { isA, type Query } from './query.ts';

interface Place { readonly platform: Platform; readonly env: Environment; readonly root: NodeOf<'AiProject'> }
type View = NodeOf<'FeatureView'>;

/** Views that the project serves: its own, and those of others that it uses. */
export const viewsOf = ({ all, project }: Pick<Query, 'all'> & { readonly project: Resolved }): readonly View[] => [...all('FeatureView'), ...project.used.flatMap((n) => (isA(n, 'FeatureView') ? [n] : []))];
/** What Feast calls a column or a view: its SQL puts names down without quotes. */
export const plain = (of: string): string => name('glue', of);
/** Online tables carry it, so that it lasts. */
export const feastName = (view: View): string => plain(lasting(view));

/** Its ServiceAccount. */
export const featureWorkload = 'feature-store';
export const featureRole = ({ platform, env, root }: Place): string => name('iam-role', platform.name, env.name, root.$project, featureWorkload);
export const featureRoleArn = (place: Place): string | undefined => {
  const home = account(place.env);
  return home && arn(home, 'iam', `role/${featureRole(place)}`, { global: true });
};
/** Where the store keeps its registry, and Athena its answers. */
export const storeBucket = ({ platform, env, root }: Place): string => name('s3', platform.name, env.name, root.$project, featureWorkload);
/** Names of tables; Feast fills in project and view. https://docs.feast.dev/reference/online-stores/dynamodb */
export const tablePattern = ({ platform, env }: Place): string => `${platform.name}.${env.name}.{project}.{table_name}`;
export const onlineTable = (place: Place, view: View): string => tablePattern(place).replace('{project}', plain(place.root.$project)).replace('{table_name}', feastName(view));
