// What happens to merged objects before anybody judges or writes them: labels, mirrors, the order of keys.
import type { Platform } from '../model/platform.ts';
import { canonicalObject } from './canonical.ts';
import { allocation, label } from './labels.ts';
import type { Merged } from './merge.ts';
import { applyMirrors } from './mirrors.ts';

/** The objects as they will be written: what policies on objects see, and what the chart generalises. Without an owning team, no labels. */
export function finish(merged: Merged, platform: Platform, owner?: string): Merged {
  const labelled = owner === undefined ? merged.objects : label(merged.objects, allocation(platform, owner));
  return { ...merged, objects: applyMirrors(labelled, platform.mirrors).map((object) => ({ ...object, body: canonicalObject(object.body) })) };
}
