// The bill of materials of a project: its models with what they were trained on and what they have shown, its data, its containers, and the services of others that it uses.
import { licenceOf } from '../../data/licences.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Kind, NodeOf } from '../../model/node.ts';
import { isPersonal } from '../../model/personal.ts';
import { refsIn } from '../../model/query.ts';
import { file, target, type SpanContext } from '../../target.ts';
import { across, evidenceFor, paths, type Seen } from './shared.ts';

const licences = (text: string, licence = licenceOf(text)): JsonObject[] =>
  [{ license: { ...(licence?.spdx === undefined ? { name: licence?.title ?? text } : { id: licence.spdx }), ...(licence === undefined ? {} : { url: licence.source }) } }];
const sha256 = (digest: string): JsonObject[] => [{ alg: 'SHA-256', content: digest.replace(/^.*sha256:/, '') }];

/** Of what a model card says, the part that CycloneDX has words for. */
function modelCard({ node, context }: Seen<'Model'> | Seen<'TrainedModel'>, parameters: JsonObject): JsonObject {
  const shown = evidenceFor(node.$path, context).flatMap(({ evaluation, evidence: { result } }) => Object.entries(result.scores).map(([name, value]) => ({ type: evaluation.metrics[name]?.measure ?? name, value, slice: evaluation.goldenSet.file })));
  const { root } = context;
  return {
    modelParameters: parameters, ...(shown.length === 0 ? {} : { quantitativeAnalysis: { performanceMetrics: shown } }),
    considerations: { ...(root.users === undefined ? {} : { users: [root.users.who] }), useCases: [root.problem], ...(root.nonGoals.length === 0 ? {} : { technicalLimitations: root.nonGoals.map((g) => `Not meant for: ${g}`) }) },
  };
}
const model = (seen: Seen<'Model'>): JsonObject => {
  const { node: m } = seen;
  return {
    type: 'machine-learning-model', 'bom-ref': m.$path, name: m.weights, version: m.revision, licenses: licences(m.licence),
    // https://github.com/package-url/purl-spec/blob/main/types-doc/huggingface-definition.md
    ...(m.source === 'hf' ? { purl: `pkg:huggingface/${m.weights}@${m.revision.toLowerCase()}`, externalReferences: [{ type: 'distribution', url: `https://huggingface.co/${m.weights}/tree/${m.revision}` }] } : {}),
    modelCard: modelCard(seen, { task: seen.context.all('ModelEndpoint').find((e) => e.model.$ref === m.$path)?.task ?? 'generate' }),
    ...(m.quantisation === undefined ? {} : { properties: [{ name: 'leitwerk:quantisation', value: `${m.quantisation.kind}, ${m.quantisation.at}` }] }),
  };
};
const trained = (seen: Seen<'TrainedModel'>, known: ReadonlySet<string>): JsonObject => {
  const { node: m, context } = seen;
  const sources = m.trainedOn.map((r) => (r.kind === 'FeatureView' ? context.get({ $ref: r.$ref, kind: 'FeatureView' }).source.$ref : r.$ref)).filter((r) => known.has(r));
  return {
    type: 'machine-learning-model', 'bom-ref': m.$path, name: m.$id, version: m.version, hashes: sha256(m.digest), licenses: licences(m.licence), externalReferences: [{ type: 'distribution', url: m.artefact }],
    modelCard: modelCard(seen, { task: m.task, ...(m.task === 'anomaly-detection' ? {} : { approach: { type: 'supervised' } }), ...(sources.length === 0 ? {} : { datasets: [...new Set(sources)].map((ref) => ({ ref })) }), outputs: [{ format: m.target }] }),
    properties: [{ name: 'leitwerk:format', value: `${m.format.name} ${m.format.version}` }, { name: 'leitwerk:trained-until', value: m.trainedUntil }],
  };
};
const dataSet = (c: NodeOf<'DataContract'>, owner: string): JsonObject => {
  const sensitive = Object.entries(c.fields).filter(([, f]) => isPersonal(f)).map(([name, f]) => `${name}: ${f.classification}`);
  const classes = [...new Set(Object.values(c.fields).map((f) => f.classification))].sort();
  return {
    type: 'data', 'bom-ref': c.$path, name: c.$id, version: c.version, description: c.description,
    data: [{ type: 'dataset', name: c.$id, classification: classes.join(', '), ...(sensitive.length === 0 ? {} : { sensitiveData: sensitive }), governance: { owners: [{ organization: { name: owner } }] } }],
  };
};
const container = ({ $path, $id, image }: NodeOf<'Application' | 'Pipeline'>): JsonObject => ({ type: 'container', 'bom-ref': $path, name: $id, version: image.slice(image.indexOf('@') + 1), hashes: sha256(image), description: image });
const external = ({ node: m, context }: Seen<'ExternalModel'>): JsonObject => {
  const classes = [...new Set(context.facts.thirdParties.find((t) => t.node === m.$path)?.receives.map((r) => r.classification) ?? [])].sort();
  return {
    'bom-ref': m.$path, provider: { name: m.provider }, name: m.model, endpoints: [`https://${m.host}`], authenticated: true, 'x-trust-boundary': true,
    data: (classes.length === 0 ? ['none that is classified'] : classes).map((classification) => ({ flow: 'outbound', classification })),
    properties: [{ name: 'leitwerk:region', value: m.region }, { name: 'leitwerk:retention', value: m.retention }, ...m.subprocessors.map((s) => ({ name: 'leitwerk:subprocessor', value: `${s.name}, ${s.region}: ${s.does}` }))],
  };
};
const endpoint = ({ $path, $id, access }: NodeOf<'ModelEndpoint' | 'PredictionEndpoint'>): JsonObject => ({ 'bom-ref': $path, name: $id, authenticated: access.issuer !== undefined, 'x-trust-boundary': !['employees', 'services'].includes(access.audience) });

/** What depends on what, over all environments. */
function dependencies(span: SpanContext, known: ReadonlySet<string>): JsonObject[] {
  const on = new Map<string, Set<string>>([...known].sort().map((ref) => [ref, new Set()]));
  for (const { project } of span.environments) for (const node of project.nodes) if (node.$path !== span.project) for (const { $ref } of refsIn(node)) if ($ref !== node.$path && known.has($ref)) on.get(node.$path)?.add($ref);
  const used = new Set([...on.values()].flatMap((refs) => [...refs]));
  return [{ ref: span.project, dependsOn: [...on.keys()].filter((ref) => !used.has(ref)) }, ...[...on].map(([ref, refs]) => ({ ref, ...(refs.size === 0 ? {} : { dependsOn: [...refs].sort() }) }))];
}

export default target({
  system: 'CycloneDX', api: 'CycloneDX 1.7', docs: 'https://cyclonedx.org/docs/1.7/json/', consumes: ['AiProject', 'Model', 'TrainedModel', 'DataContract', 'ExternalModel', 'Application', 'Pipeline', 'ModelEndpoint', 'PredictionEndpoint', 'Evidence'],
  per: 'project', scope: 'project', judge: 'cyclonedx',
  emit(span) {
    const { root, platform, project } = span;
    const owner = platform.teams[root.owner]?.title ?? root.owner;
    const of = <K extends Kind>(kind: K) => across(span, kind);
    const data = [...of('DataContract').map((c) => dataSet(c.node, owner)), ...usedData(span).map((c) => dataSet(c, c.$project))];
    const sets = new Set(data.map((d) => String(d['bom-ref'])));
    const components = [...of('Model').map(model), ...of('TrainedModel').map((m) => trained(m, sets)), ...data, ...of('Application').map((a) => container(a.node)), ...of('Pipeline').map((p) => container(p.node))];
    const services = [...of('ExternalModel').map(external), ...of('ModelEndpoint').map((e) => endpoint(e.node)), ...of('PredictionEndpoint').map((e) => endpoint(e.node))];
    const known = new Set([...components, ...services].map((c) => String(c['bom-ref'])));
    return file(`documents/${paths.bom}`, {
      $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json', bomFormat: 'CycloneDX', specVersion: '1.7', version: 1,
      metadata: { component: { type: 'application', 'bom-ref': project, name: project, description: root.problem }, manufacturer: { name: platform.name } },
      components, ...(services.length === 0 ? {} : { services }), dependencies: dependencies(span, known),
    }, { from: [root.$path] });
  },
});
const usedData = ({ environments }: SpanContext): readonly NodeOf<'DataContract'>[] =>
  [...new Map(environments.flatMap((e) => e.project.used.filter((n) => n.$kind === 'DataContract')).map((n) => [n.$path, n as unknown as NodeOf<'DataContract'>])).values()];
