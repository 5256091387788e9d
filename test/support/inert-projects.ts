// Projects out of all concepts' examples with texts that mean something to somebody in every property that may hold any text.
import { lines, texts } from '../judges/inert-text/nasty.mjs';
import type { JsonObject } from '../../src/model/json.ts';
import type { Model } from '../../src/model/node.ts';
import { acceptedExample, called, judging, roomyPlatform } from './accepted.ts';
import { filled, tokenProject, untried, type Slot } from './declared-text.ts';

/** What is somebody else's to check stays as the examples have it: keys of annotations, arguments of a provider, a kind that no cluster knows. */
const RAW = ['Override', 'RawTerraform'];
const UNKNOWN = 'Widget';

export interface InertProjects { readonly models: readonly Model[]; readonly slots: number; readonly texts: number; /** Texts that stand in no property of any of them. */ readonly unused: readonly string[] }
export async function inertProjects(projects: number): Promise<InertProjects> {
  const { concepts: { info }, errorsOf } = await judging(roomyPlatform(['production'])), { model, slots } = tokenProject(info), missing = untried(info, slots, model), used = new Set<string>();
  if (missing.length > 0) throw new Error(`may hold any text, and has none here: ${missing.join(', ')}`);
  const rollout = acceptedExample('Rollout', info, errorsOf).subject['steps']!;
  const models = Array.from({ length: projects }, (_, project): Model => {
    const { nodes, ...rest } = filled(model, slots.map((slot, i) => textFor(slot, project * slots.length + i, used)));
    const made = called(`text-${project}`, { ...rest, nodes: nodes.filter((n) => !JSON.stringify(n.props).includes(`"kind":"${UNKNOWN}"`)).map((n) => RAW.includes(n.kind) ? { ...n, props: info[n.kind]!.example } : n.kind === 'Rollout' ? { ...n, props: { ...n.props, steps: rollout } as JsonObject } : n) });
    const [refused] = errorsOf(made);
    if (refused) throw new Error(`the compiler refuses a project of texts: ${refused.what}`);
    return made;
  });
  const all = [...lines, ...texts];
  return { models, slots: slots.length, texts: all.length, unused: all.filter((text) => !used.has(text)) };
}

/** A text that the property may hold, one that stands nowhere yet where there is such a one; one of several lines takes many. */
function textFor({ form, min, max }: Slot, n: number, used: Set<string>): string {
  const pool = (form === 'line' || form === 'key' ? lines : [...lines, ...texts]).filter((text) => [...text].length >= min && [...text].length <= max);
  const chosen = form === 'text' ? Array.from({ length: 8 }, (_, i) => lines[(n * 8 + i) % lines.length]!) : [pool.find((text) => !used.has(text)) ?? pool[n % pool.length]!];
  for (const text of chosen) used.add(text);
  return chosen.join('\n');
}
