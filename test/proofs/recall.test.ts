// What a probe recalls is what it would derive anew: after edits one after the other, facts, findings and artefacts are those of a prober that remembers nothing.
import { beforeAll, describe, expect, test } from 'vitest';
import { environmentsOf, platformSet } from '../../src/model/environments.ts';
import { recall } from '../../src/model/recall.ts';
import type { Edit } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { withAt } from '../../src/model/json.ts';
import type { Platform } from '../../src/model/platform.ts';
import type { Input } from '../../src/pipeline.ts';
import { editsOf, leaves } from '../../src/probe/perturb.ts';
import { prober, type Outcome, type Prober } from '../../src/probe/probe.ts';
import { home, session } from '../support/portfolio.ts';
import { random } from '../support/random.ts';
import { tries } from '../support/sample.ts';

let input: Input;
beforeAll(async () => { ({ input } = await session(home)); });
const next = random(20_261_126);
const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;

/** An edit of some property of some node, valid or not. */
function anEdit(): { readonly project: string; readonly edit: Edit } {
  for (;;) {
    const model = pick(input.models);
    const node = pick(model.nodes);
    const info = input.concepts.info[node.kind]!;
    const props = JSON.parse(JSON.stringify(node.props, (_, v: unknown) => typeof v === 'object' && v !== null && '$env' in v ? Object.values((v as { $env: JsonObject }).$env)[0] : v)) as JsonObject;
    const refs = (kinds: readonly string[]) => model.nodes.filter((n) => n.path !== node.path && (kinds.length === 0 || kinds.includes(n.kind)));
    const all = [...leaves(props)];
    if (all.length === 0) continue;
    const edits = [...editsOf(props, info.schema, pick(all).path, { refs, names: (set) => platformSet(input.platform, set) })];
    if (edits.length > 0) return { project: model.project, edit: { node: node.path, ...pick(edits) } };
  }
}
/** Everything that follows, as text: the order of lists and keys counts too. */
function seen(probe: Prober, outcome: Outcome): string {
  const { objects, terraform, files } = probe.merged(outcome);
  return JSON.stringify([outcome.invalid.map((d) => d.code), { ...outcome.facts }, objects.map((o) => [o.place, o.file, o.owner, o.by, o.from, [...o.owners], o.body]), terraform.map((b) => [b.type, b.name, b.from, b.body]), files.map((f) => [f.path, f.content]), probe.findings(outcome).map((d) => [d.code, d.at, d.what])], (_, v: unknown) => typeof v === 'bigint' ? String(v) : v);
}

describe('a probe that remembers derives what one does that forgets', () => {
  test('after edits of properties, one after the other, in each environment', () => {
    const remembered = recall();
    const probe = prober(input, remembered);
    let valid = 0;
    for (let n = tries(300, 40); n > 0; n--) {
      const { project, edit } = anEdit();
      const env = pick(environmentsOf(input.platform));
      const anew = prober(input);
      const [one, other] = [probe.outcome(project, env, edit), anew.outcome(project, env, edit)];
      if (other.context) valid++;
      expect(seen(probe, one), `${edit.node} ${edit.property.join('.')} in ${env.name}`).toBe(seen(anew, other));
    }
    expect(valid).toBeGreaterThan(tries(300, 40) / 3);
  });
  test('after changes of the platform, one after the other', () => {
    const remembered = recall();
    const settings = [...leaves(input.platform as unknown as JsonObject)].filter(({ value, path }) => (typeof value === 'string' || typeof value === 'number') && path[0] !== 'environments' && path[0] !== 'naming');
    for (let n = tries(60, 10); n > 0; n--) {
      const { path, value } = pick(settings);
      const platform = withAt(input.platform as unknown as JsonObject, path, typeof value === 'number' ? value + 1 : `${String(value)}x`) as unknown as Platform;
      const of = { ...input, platform };
      const [project, env] = [pick(input.models).project, pick(environmentsOf(platform))];
      const look = (probe: Prober): string => { try { return seen(probe, probe.outcome(project, env)); } catch (error) { return String(error); } };
      expect(look(prober(of, remembered)), path.join('.')).toBe(look(prober(of)));
    }
  });
});
