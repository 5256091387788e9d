// Examples made whole: a concept's example with everything that it refers to, as a project that compiles. Policies, probes and tests share it.
import { markedPaths, valuesAt, type ConceptInfo } from '../model/concepts.ts';
import { platformSet } from '../model/environments.ts';
import { isObject, withAt, type Json, type JsonObject } from '../model/json.ts';
import type { Declared, Model } from '../model/node.ts';
import { refsIn } from '../model/query.ts';
import type { Case } from '../policy.ts';
import { examplePlatform } from './example-platform.ts';

const project = 'example';
/** Placeholder of a reference in an example: `a('Model')` is `{ $ref: 'a-Model' }`. */
const placeholder = /^a-(.+)$/;

/** A project around one node of the kind: its path, and the model. `everything`: with the examples of all other concepts, which refer to it where they can. */
export function exampleOf(kind: string, info: Readonly<Record<string, ConceptInfo>>, { props = {}, also = [], project: around = {} }: Case = {}, everything = false): { readonly model: Model; readonly subject: string } {
  const root = Object.values(info).find((c) => c.root);
  if (!root) throw new Error('no concept is a project');
  const isRoot = kind === root.kind;
  const subject = isRoot ? project : `${project}/subject`;
  const nodes: Declared[] = [];
  const made = new Set<string>();
  const standIn = (of: string): string => {
    if (of === root.kind) return project;
    if (everything && of === kind && subjectMade) return subject;
    const path = `${project}/a-${of.toLowerCase()}`;
    if (!made.has(of)) {
      made.add(of);
      // what it refers to is made first, as an author would have to
      const props = over(info[of], alone(info[of]));
      nodes.push({ id: `a-${of.toLowerCase()}`, path, kind: of, props });
    }
    return path;
  };
  let subjectMade = isRoot;
  const fill = (value: Json | undefined): Json => {
    if (Array.isArray(value)) return value.map((v) => fill(v));
    if (!isObject(value)) return value ?? null;
    if (typeof value['$ref'] === 'string') {
      if (value['$ref'] === 'subject') return { $ref: subject, kind };
      const of = placeholder.exec(value['$ref'])?.[1];
      return of === undefined ? value as Json : { $ref: standIn(of), kind: of };
    }
    return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, fill(v)]));
  };
  const over = (concept: ConceptInfo | undefined, more: JsonObject): JsonObject => known(fill({ ...concept?.example, ...more }) as JsonObject, concept);
  const rootProps = over(root, isRoot ? { ...around, ...props } : around);
  if (!isRoot) {
    const own = over(info[kind], props as JsonObject);
    nodes.push({ id: 'subject', path: subject, kind, props: own });
    subjectMade = true;
  }
  // a reference is a choice only where there is a second one
  if (everything) for (const of of new Set(markedRefs(info[kind]?.schema))) if (of in info && of !== root.kind) nodes.push({ id: `twin-${of.toLowerCase()}`, path: `${project}/twin-${of.toLowerCase()}`, kind: of, props: over(info[of], alone(info[of], kind)) });
  if (everything) for (const other of Object.values(info)) if (other.kind !== root.kind && other.kind !== kind) standIn(other.kind);
  for (const [i, one] of also.entries()) nodes.push({ id: `also-${i}`, path: `${project}/also-${i}`, kind: one.kind, props: over(info[one.kind], one.props ?? {}) });
  const model: Model = { schema: 1, project, folder: 'projects/example', nodes: [{ id: project, path: project, kind: root.kind, props: rootProps }, ...nodes], uses: [] };
  for (const node of model.nodes) for (const ref of refsIn(node.props)) if (!model.nodes.some((n) => n.path === ref.$ref)) throw new Error(`the example of ${kind} refers to ${ref.$ref}, which it does not make`);
  return { model, subject };
}

/** A company's own examples name its own teams and regions, which the platform around examples does not know: each becomes one that it knows. */
function known(props: JsonObject, concept: ConceptInfo | undefined): JsonObject {
  let result = props;
  for (const { path, platform } of concept ? markedPaths(concept.schema) : []) {
    if (platform === undefined) continue;
    const names = [...platformSet(examplePlatform, platform)].sort();
    for (const { path: at, value } of valuesAt(props, path)) if (typeof value === 'string' && !names.includes(value) && names[0] !== undefined) result = withAt(result, at, names[0]);
  }
  return result;
}

/** What a stand-in leaves out of its example: references to its own kind, which would lead to itself or back; and where it is there to be chosen by another, those to that. */
const alone = (concept: ConceptInfo | undefined, chosenBy?: string): JsonObject => {
  const needed = (concept?.schema['required'] ?? []) as readonly string[];
  const back = (key: string, v: Json | undefined): boolean => isObject(v) && (v['$ref'] === `a-${concept?.kind}` || (v['$ref'] === `a-${chosenBy}` && !needed.includes(key)));
  return Object.fromEntries(Object.entries(concept?.example ?? {}).filter(([key, v]) => back(key, v)).map(([key]) => [key, undefined])) as JsonObject;
};

/** Kinds that a schema's references may name. */
const markedRefs = (schema: unknown): readonly string[] => [...JSON.stringify(schema ?? null).matchAll(/"ref":\[([^\]]*)\]/g)].flatMap((m) => (m[1] ?? '').split(',').map((k) => k.replaceAll('"', '')));
