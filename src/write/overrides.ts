// Overrides: the last contribution to an object, from the project itself; wins, and must change something.
import type { OverrideEntry } from '../emit/override.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnose } from '../model/catalogue.ts';
import { emit } from '../model/catalogue/emit.ts';
import { addressText, near } from './address.ts';
import { compare } from './canonical.ts';
import { join } from './join.ts';
import { kubernetesRule } from './list-keys.ts';
import type { MergedObject } from './merge.ts';

const matches = ({ address }: OverrideEntry, object: MergedObject): boolean =>
  object.address.name === address.name && object.address.kind === address.kind && object.address.apiVersion === address.apiVersion && object.address.namespace === address.namespace;

/** The first field of an object's identity that a fragment would change. */
function identity(set: JsonObject, { address, body }: MergedObject): string | undefined {
  if ('metadata' in set && !isObject(set['metadata'])) return 'metadata';
  const metadata = (set['metadata'] ?? {}) as JsonObject;
  const wrong = (field: string, wanted: unknown, is: unknown) => wanted !== undefined && wanted !== is ? field : undefined;
  return wrong('apiVersion', set['apiVersion'], body['apiVersion']) ?? wrong('kind', set['kind'], body['kind'])
    ?? wrong('metadata.name', metadata['name'], address.name) ?? wrong('metadata.namespace', metadata['namespace'], address.namespace);
}

function applyOne(override: OverrideEntry, object: MergedObject, diagnostics: Diagnostic[]): MergedObject {
  const at = { node: override.node, property: ['set'] };
  const field = identity(override.set, object);
  if (field !== undefined) {
    diagnostics.push(diagnose(emit, 'LW1306', at, { node: override.node, object: addressText(object.address), field }));
    return object;
  }
  const by = `override ${override.node}`;
  const owners = new Map(object.owners);
  const body = join(object.body, override.set, { kind: object.address.kind, rule: kubernetesRule, wins: true, clash: () => {}, adds: (pointer) => owners.set(pointer, by) });
  if (body === object.body) {
    diagnostics.push(diagnose(emit, 'LW1305', at, { node: override.node, object: addressText(object.address) }));
    return object;
  }
  return { ...object, body, owners, by: [...object.by, by], from: [...new Set([...object.from, override.node])].sort(compare) };
}

export function applyOverrides(objects: readonly MergedObject[], overrides: readonly OverrideEntry[], diagnostics: Diagnostic[]): readonly MergedObject[] {
  const out = [...objects];
  for (const override of [...overrides].sort((a, b) => compare(a.node, b.node))) {
    let found = false;
    for (const [i, object] of out.entries()) {
      if (!matches(override, object)) continue;
      found = true;
      out[i] = applyOne(override, object, diagnostics);
    }
    if (!found) diagnostics.push(diagnose(emit, 'LW1304', { node: override.node, property: ['object'] },
      { node: override.node, object: addressText(override.address), near: near(override.address, out.map((object) => object.address), addressText) }));
  }
  return out;
}
