// Where pod templates stand in an object of any kind: by their shape, so that a custom resource which carries one is found as well.
import { isObject, withAt, type Json, type JsonObject } from '../model/json.ts';

export type Trail = readonly (string | number)[];
const LISTS = ['containers', 'initContainers', 'ephemeralContainers'] as const;

/** Trails of every pod spec: what has a list of containers, each with a name. */
export function podSpecs(body: JsonObject): readonly Trail[] {
  const found: Trail[] = [];
  const trail: (string | number)[] = [];
  const enter = (step: string | number, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    trail.push(step);
    visit(value);
    trail.pop();
  };
  const visit = (value: object): void => {
    if (Array.isArray(value)) { for (let i = 0; i < value.length; i++) enter(i, value[i]); return; }
    if (isPodSpec(value as JsonObject)) { found.push([...trail]); return; }
    // Free text has no pods in it.
    for (const key in value) if (key !== 'metadata' && key !== 'data' && key !== 'stringData') enter(key, (value as JsonObject)[key]);
  };
  visit(body);
  return found;
}

const isPodSpec = ({ containers }: JsonObject): boolean => Array.isArray(containers) && containers.length > 0 && containers.every((c: unknown) => isObject(c) && typeof c['name'] === 'string');

/** The spec with `change` applied to each image, those of image volumes included. */
export function mapImages(spec: JsonObject, change: (image: string) => string): JsonObject {
  let out = spec;
  for (const list of LISTS) {
    for (const [i, container] of (Array.isArray(spec[list]) ? spec[list] as readonly Json[] : []).entries()) {
      const image = isObject(container) ? container['image'] : undefined;
      if (typeof image === 'string' && change(image) !== image) out = withAt(out, [list, i, 'image'], change(image));
    }
  }
  // https://kubernetes.io/docs/concepts/storage/volumes/#image
  for (const [i, volume] of (Array.isArray(spec['volumes']) ? spec['volumes'] as readonly Json[] : []).entries()) {
    const image = isObject(volume) && isObject(volume['image']) ? volume['image']['reference'] : undefined;
    if (typeof image === 'string' && change(image) !== image) out = withAt(out, ['volumes', i, 'image', 'reference'], change(image));
  }
  return out;
}
