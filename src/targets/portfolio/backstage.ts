// The project in Backstage's catalogue: one component, the data sets that it publishes, and what it depends on; the same for all environments.
import type { JsonObject } from '../../model/json.ts';
import { query } from '../../model/query.ts';
import { file, target } from '../../target.ts';

const entity = (kind: string, name: string, description: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, description, annotations: { 'leitwerk.dev/managed-by': 'leitwerk' } }, spec,
});
/** Names of entities: at most 63 of letters, digits, `-_.`. https://backstage.io/docs/features/software-catalog/descriptor-format/#name-required */
const named = (path: string): string => path.replace('/', '.').slice(0, 63);

export default target({
  system: 'Backstage', api: 'backstage.io/v1alpha1', docs: 'https://backstage.io/docs/features/software-catalog/descriptor-format/',
  consumes: ['DataContract'], per: 'project', scope: 'project', judge: 'backstage',
  emit: ({ project, root, environments }) => {
    const contexts = environments.map(({ project: resolved }) => query(resolved));
    const published = [...new Map(contexts.flatMap((c) => c.all('DataContract')).map((d) => [d.$path, d])).values()];
    const used = [...new Set(environments.flatMap((e) => e.project.used.filter((n) => n.$kind === 'DataContract').map((n) => n.$path)))].sort();
    const lifecycle = environments.some(({ env }) => env.stage === 'production') ? 'production' : 'experimental';
    const component = entity('Component', named(project), root.problem, {
      type: 'ai-project', lifecycle, owner: `group:default/${root.owner}`, ...(used.length > 0 ? { dependsOn: used.map((path) => `resource:default/${named(path)}`) } : {}),
    });
    const resources = published.map((d) => entity('Resource', named(d.$path), d.description, { type: 'data-set', owner: `group:default/${root.owner}`, dependencyOf: [`component:default/${named(project)}`] }));
    return [component, ...resources].map((body) => file(`catalog/${String((body['metadata'] as JsonObject)['name'])}.yaml`, body));
  },
});
