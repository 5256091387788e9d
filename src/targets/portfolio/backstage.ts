// The project in Backstage's catalogue: a component for itself and for each service, resources for data, features, indexes, models and what others run, and what depends on what; the same for all environments.
import type { JsonObject } from '../../model/json.ts';
import { name } from '../../model/names.ts';
import type { AnyNode } from '../../model/node.ts';
import { refsIn } from '../../model/query.ts';
import { file, target } from '../../target.ts';

const entity = (kind: string, name: string, description: string, spec: JsonObject): JsonObject => ({
  apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name, description, annotations: { 'leitwerk.dev/managed-by': 'leitwerk' } }, spec,
});
const named = (path: string): string => name('backstage', ...path.split('/'));

/** What a kind is in the catalogue: whether it runs, its type there, and what is said of it. */
interface Shown { readonly kind: 'Component' | 'Resource'; readonly type: string; readonly says: (node: AnyNode) => string }
const text = (node: AnyNode, key: string): string => String(node[key] ?? '');
const shown: Readonly<Record<string, Shown>> = {
  Application: { kind: 'Component', type: 'service', says: (n) => `Service, for ${String((n['access'] as JsonObject)['audience'])}` },
  ModelEndpoint: { kind: 'Component', type: 'model-endpoint', says: (n) => `Answers with a model, for ${String((n['access'] as JsonObject)['audience'])}` },
  PredictionEndpoint: { kind: 'Component', type: 'model-endpoint', says: (n) => `Scores with a model, for ${String((n['access'] as JsonObject)['audience'])}` },
  DataContract: { kind: 'Resource', type: 'data-set', says: (n) => text(n, 'description') },
  FeatureView: { kind: 'Resource', type: 'feature-view', says: (n) => `Features, version ${text(n, 'version')}` },
  VectorIndex: { kind: 'Resource', type: 'vector-index', says: (n) => `Index, updated ${text(n, 'updates')}` },
  TrainedModel: { kind: 'Resource', type: 'model', says: (n) => `Model for ${text(n, 'task')}, version ${text(n, 'version')}` },
  Model: { kind: 'Resource', type: 'model', says: (n) => text(n, 'weights') },
  ExternalModel: { kind: 'Resource', type: 'external-model', says: (n) => `${text(n, 'model')}, run by ${text(n, 'provider')}` },
};

export default target({
  system: 'Backstage', api: 'backstage.io/v1alpha1', docs: 'https://backstage.io/docs/features/software-catalog/descriptor-format/',
  consumes: ['DataContract', 'Application', 'ModelEndpoint', 'PredictionEndpoint', 'FeatureView', 'VectorIndex', 'TrainedModel', 'Model', 'ExternalModel'], per: 'project', scope: 'project', judge: 'backstage',
  emit: ({ project, root, environments }) => {
    const nodes = new Map(environments.flatMap((e) => e.project.nodes.filter((n) => n.$kind in shown).map((n) => [n.$path, n])));
    const known = new Map([...environments.flatMap((e) => e.project.used.filter((n) => n.$kind in shown)), ...nodes.values()].map((n) => [n.$path, n.$kind]));
    const address = (path: string): string => `${shown[known.get(path)!]!.kind.toLowerCase()}:default/${named(path)}`;
    const on = (path: string): readonly string[] => [...new Set(environments.flatMap((e) => e.project.nodes.filter((n) => n.$path === path).flatMap((n) => [...refsIn(n)])).map((r) => r.$ref).filter((r) => r !== path && known.has(r)))].sort().map(address);
    const used = [...known.keys()].filter((path) => !nodes.has(path)).sort().map(address);
    const lifecycle = environments.some(({ env }) => env.stage === 'production') ? 'production' : 'experimental';
    const owner = `group:default/${root.owner}`;
    const whole = entity('Component', named(project), root.problem, { type: 'ai-project', lifecycle, owner, ...(used.length > 0 ? { dependsOn: used } : {}) });
    const parts = [...nodes.values()].map((node) => {
      const { kind, type, says } = shown[node.$kind]!;
      const dependsOn = on(node.$path);
      const own = kind === 'Component' ? { type, lifecycle, owner, subcomponentOf: `component:default/${named(project)}` } : { type, owner, dependencyOf: [`component:default/${named(project)}`] };
      return entity(kind, named(node.$path), says(node), { ...own, ...(dependsOn.length > 0 ? { dependsOn } : {}) });
    });
    return [whole, ...parts].map((body) => file(`catalog/${String((body['metadata'] as JsonObject)['name'])}.yaml`, body));
  },
});
