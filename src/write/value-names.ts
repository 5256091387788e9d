// Names of a chart's values: after the property that causes them where that is known, else after object and place. Always two levels, so that no value is inside another.
import type { Json } from '../model/json.ts';
import { equal } from '../model/json.ts';

/** A property, as `chat.concurrency`; `itself` where the leaf holds the declared value and not something that follows from it. */
export interface ValueCause { readonly property: string; readonly itself: boolean }
export interface Value { readonly group: string; readonly leaf: string; readonly values: readonly (Json | undefined)[] }

/** An identifier that templates take: letters and digits, a letter first. */
export function identifier(parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[^A-Za-z0-9]+/)).filter((word) => word !== '');
  const joined = words.map((word, i) => i === 0 ? word[0]!.toLowerCase() + word.slice(1) : word[0]!.toUpperCase() + word.slice(1)).join('');
  if (joined === '') return 'value';
  return /^\d/.test(joined) ? `n${joined}` : joined;
}

/** Steps that say nothing to a reader of values. */
const NOISE = new Set(['spec', 'template']);
const leafOf = (trail: readonly string[]): string => identifier(trail.filter((step) => !NOISE.has(step)));

export function valueNames() {
  const taken = new Map<string, Value>();
  // Helm keeps this name for what charts share.
  const groups = new Map<string, string>([['global', '']]);
  /** The group of an object: each has one of its own. */
  const groupOf = (object: string, kind: string, name: string): string => {
    const known = [...groups].find(([, of]) => of === object)?.[0];
    if (known !== undefined) return known;
    const wanted = identifier([kind, name]);
    let group = wanted;
    for (let n = 2; groups.has(group); n++) group = `${wanted}${n}`;
    groups.set(group, object);
    return group;
  };
  /** The path of a value, `group.leaf`. */
  const claim = (group: string, leaves: readonly string[], values: readonly (Json | undefined)[], share: boolean): string => {
    for (let n = 0; ; n++) {
      const leaf = leaves[n] ?? `${leaves.at(-1)!}${n - leaves.length + 2}`;
      const path = `${group}.${leaf}`;
      const other = taken.get(path);
      if (!other) { taken.set(path, { group, leaf, values }); return path; }
      if (share && sameValues(other.values, values)) return path;
    }
  };
  return {
    taken, groupOf,
    named(object: { readonly group: string; readonly cause: ValueCause | undefined }, trail: readonly string[], values: readonly (Json | undefined)[], condition: boolean): string {
      const own = leafOf(trail);
      if (object.cause === undefined) return claim(object.group, condition ? [trail.length === 0 ? 'enabled' : `${own}Enabled`] : [own], values, false);
      const [first = '', ...rest] = object.cause.property.split(/[./]/);
      const group = rest.length === 0 ? 'project' : identifier([first]);
      const leaf = rest.length === 0 ? identifier([first]) : identifier(rest);
      const longer = identifier([leaf, own]);
      // A project's own group must not be that of an object.
      if (groups.has(group)) return claim(object.group, condition ? [`${own}Enabled`] : [own], values, false);
      if (condition) return claim(group, [`${leaf}Enabled`, `${longer}Enabled`], values, true);
      return claim(group, object.cause.itself ? [leaf, longer] : [longer], values, true);
    },
  };
}

/** Equal wherever both are there: then one value serves both places. */
const sameValues = (a: readonly (Json | undefined)[], b: readonly (Json | undefined)[]): boolean => a.every((value, i) => equal(value, b[i]));
