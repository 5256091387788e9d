// explain: the documentation of a code, a concept, a policy, a target or a fact, printed from what declares it.
import { catalogue } from '../model/catalogue/index.ts';
import type { ConceptInfo, JsonSchema } from '../model/concepts.ts';
import { nearest } from '../model/suggest.ts';
import { kindsOf, type AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import { paint, wrap } from '../report/text.ts';
import { registries, type Registries } from './builtin.ts';
import { command, flag, json } from './command.ts';

export default command({
  summary: 'explain a code, a concept, a policy, a target or a fact',
  usage: 'leitwerk explain [<code> | <concept> | <policy> | <target> | <fact>] [--json]',
  most: 1,
  options: { json },
  examples: [['leitwerk explain LW1210', 'what the code means, wrong and right'], ['leitwerk explain Budget', 'a concept with its properties and an example'], ['leitwerk explain budget-has-teeth', 'why a rule exists and who may waive it'], ['leitwerk explain', 'everything that can be explained']],
  run: async (args, terminal) => {
    const all = await registries(terminal.cwd);
    const [word] = args.positionals;
    if (word === undefined) { terminal.out(flag(args, 'json') ? `${JSON.stringify(namesOf(all), null, 2)}\n` : listing(all)); return 0; }
    const explained = explain(word, all);
    if (!explained) {
      const names = namesOf(all);
      const near = nearest(word, names);
      terminal.err(`leitwerk explain: nothing is called ${JSON.stringify(word)}${near === undefined ? '; `leitwerk explain` lists what there is' : `; did you mean ${near}?`}\n`);
      return 2;
    }
    if (flag(args, 'json')) { terminal.out(`${JSON.stringify(explained, null, 2)}\n`); return 0; }
    const dye = paint(terminal.color);
    terminal.out(`${[dye('bold', explained.title), ...explained.sections.flatMap(([heading, lines]) => ['', heading, ...lines.flatMap((l) => wrap(l, terminal.width, '  '))])].join('\n')}\n`);
    return 0;
  },
});

export interface Explained { readonly name: string; readonly title: string; readonly sections: readonly (readonly [string, readonly string[]])[] }

const namesOf = ({ concepts, policies, targets, facts }: Registries): readonly string[] => [...Object.keys(catalogue), ...Object.keys(concepts.info), ...Object.keys(policies), ...Object.keys(targets), ...Object.keys(facts)];

export function explain(word: string, { concepts, policies, targets, facts }: Registries): Explained | undefined {
  const code = word.toUpperCase();
  if (Object.hasOwn(catalogue, code)) {
    const { title, severity, wrong, right } = catalogue[code]!;
    return { name: code, title: `${code}  ${title} (${severity})`, sections: [...(wrong === undefined ? [] : [['Wrong', [wrong]] as const]), ...(right === undefined ? [] : [['Right', [right]] as const])] };
  }
  if (Object.hasOwn(concepts.info, word)) return concept(concepts.info[word]!, policies);
  if (Object.hasOwn(policies, word)) return policy(word, policies[word]!);
  if (Object.hasOwn(targets, word)) return target(word, targets[word]!);
  if (Object.hasOwn(facts, word)) return { name: word, title: `${word}: a fact`, sections: [['What it knows', [facts[word]!.doc]], ['See it', [`leitwerk facts <project> ${word}`]]] };
  return undefined;
}

/** A declaration with a slip, and what the policies on the concept refuse. */
function mistakes({ kind, schema }: ConceptInfo, policies: Registries['policies']): readonly string[] {
  const [first] = (schema['required'] ?? []) as readonly string[];
  const refused = Object.entries(policies).flatMap(([id, p]) => ('on' in p && kindsOf(p).some((k) => k === kind) && p.fails.props ? [`${JSON.stringify(p.fails.props)}  ${id}`] : []));
  return [...(first === undefined ? [] : [`without ${first}  LW1211`]), ...refused];
}

function concept(info: ConceptInfo, policies: Registries['policies']): Explained {
  const properties = (info.schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (info.schema['required'] ?? []) as readonly string[];
  const rows = Object.entries(properties).map(([name, schema]) => {
    const fallback = schema['default'] === undefined ? '' : ` Default ${JSON.stringify(schema['default'])}.`;
    return `${name}${required.includes(name) ? '' : '?'}  ${String(schema['description'] ?? '')}${fallback}`;
  });
  return {
    name: info.kind, title: `${info.kind}: ${info.doc}`,
    sections: [['Properties', rows], ['Wrong', mistakes(info, policies)], ['Right', JSON.stringify(info.example, null, 2).split('\n')], ['Declared in', [info.file]], ...(info.compilerOnly === undefined ? [] : [['Read by the compiler alone', [info.compilerOnly]] as const])],
  };
}

function policy(id: string, p: AnyPolicy): Explained {
  const who = { owner: 'the owner, in the project (new Waiver(...))', governance: 'governance, in waivers/<project>.ts', never: 'nobody' }[p.waivable];
  return {
    name: id, title: `${id}: a policy on ${'on' in p ? kindsOf(p).join(', ') : p.onObject.select === 'pods' ? 'pods' : p.onObject.kind} (${p.severity})`,
    sections: [
      ['Why', [p.because]], ['What to do', [p.remedy]], ['Who may waive it', [who]], ...(p.controls ? [['Controls', p.controls] as const] : []), ['Holds', [p.packs ? `where the environment has one of the packs ${p.packs.join(', ')}` : 'everywhere']],
      ...('rule' in p ? [['Rule (CEL)', [p.rule.cel.trim()]] as const] : []), ['Wrong', JSON.stringify(p.fails, null, 2).split('\n')], ['Right', JSON.stringify(p.passes, null, 2).split('\n')],
    ],
  };
}

const target = (id: string, t: AnyTarget): Explained => ({
  name: id, title: `${id}: a target for ${t.system} (${t.api})`,
  sections: [['Consumes', [t.consumes.length === 0 ? 'the project or portfolio as a whole' : t.consumes.join(', ')]], ...(t.concern === undefined ? [] : [['Serves', [t.concern]] as const]), ...(t.requires ? [['Requires', t.requires] as const] : []), ['Judged by', [t.judge]], ['Documentation', [t.docs]]],
});

function listing(all: Registries): string {
  const row = (heading: string, names: readonly string[]) => `${heading}\n${wrap(names.join('  '), 98, '  ').join('\n')}\n`;
  return [row('Concepts', Object.keys(all.concepts.info)), row('Policies', Object.keys(all.policies)), row('Targets', Object.keys(all.targets)), row('Facts', Object.keys(all.facts)), row('Codes', Object.keys(catalogue))].join('\n');
}
