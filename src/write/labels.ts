// Cost-allocation and ownership labels: one pass after merge, over objects and the pods they make. Selectors are never touched: they cannot change once applied.
import type { Platform } from '../model/platform.ts';
import { at, isObject, withAt, type JsonObject } from '../model/json.ts';
import { pointerOf } from './join.ts';
import type { MergedObject } from './merge.ts';
import { podSpecs } from './pod-templates.ts';

const BY = 'write/labels';

/** A label value has 63 characters of a small alphabet. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const labelValue = (text: string): string => text.replace(/[^A-Za-z0-9_.-]+/g, '-').slice(0, 63).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');

/** What each object of a project carries: who owns it, who pays for it. */
export function allocation(platform: Pick<Platform, 'labels' | 'teams'>, owner: string): Readonly<Record<string, string>> {
  const costCentre = platform.teams[owner]?.costCentre;
  return { ...(costCentre === undefined ? {} : { [platform.labels.costCentre]: labelValue(costCentre) }), [platform.labels.owner]: labelValue(owner) };
}

/** Adds what is missing; a label that a target or an override has set stays. */
export function label(object: MergedObject, labels: Readonly<Record<string, string>>): MergedObject {
  const keys = Object.keys(labels);
  const owners = new Map(object.owners);
  let { body } = object;
  for (const trail of [METADATA, ...podMetadata(body)]) {
    const has = at(body, trail);
    const existing = isObject(has) ? has : {};
    const added = keys.filter((key) => !Object.hasOwn(existing, key));
    if (added.length === 0) continue;
    const complete: { [key: string]: JsonObject[string] } = { ...existing };
    for (const key of added) { complete[key] = labels[key]!; owners.set(pointerOf([...trail, key]), BY); }
    body = withAt(body, trail, complete);
  }
  return body === object.body ? object : { ...object, body, owners };
}
const METADATA = ['metadata', 'labels'] as const;

/** The labels of each pod template; a bare Pod's own metadata are the object's. */
const podMetadata = (body: JsonObject): readonly (readonly (string | number)[])[] =>
  podSpecs(body).filter((trail) => trail.length > 1 && /template$/i.test(String(trail.at(-2)))).map((trail) => [...trail.slice(0, -1), 'metadata', 'labels']);
