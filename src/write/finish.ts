// What happens to merged objects before anybody judges or writes them: labels, mirrors, the order of keys.
import type { Platform } from '../model/platform.ts';
import { anew, type Recall } from '../model/recall.ts';
import { canonicalObject } from './canonical.ts';
import { allocation, label } from './labels.ts';
import { addressKey, type Merged, type MergedObject } from './merge.ts';
import { applyMirrors } from './mirrors.ts';

/** The objects as they will be written: what policies on objects see, and what the chart generalises. Without an owning team, no labels. */
export function finish(merged: Merged, platform: Platform, owner?: string, once: Recall['once'] = anew): Merged {
  const labels = owner === undefined ? undefined : allocation(platform, owner);
  const finished = (object: MergedObject): MergedObject => {
    const mirrored = applyMirrors(labels ? label(object, labels) : object, platform.mirrors);
    return { ...mirrored, body: canonicalObject(mirrored.body) };
  };
  return { ...merged, objects: merged.objects.map((object) => once(`finished ${object.place} ${addressKey(object.address)}`, [object, owner, platform.labels, platform.teams, platform.mirrors], () => finished(object))) };
}
