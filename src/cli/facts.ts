// facts: what the compiler knows of a project, as a person would read it, or as JSON.
import type { Facts } from '../generated/registry-types.ts';
import { environmentsOf } from '../model/environments.ts';
import { isObject } from '../model/json.ts';
import { nearest } from '../model/suggest.ts';
import { command, env, flag, json } from './command.ts';
import { findings } from './check.ts';
import { open } from './session.ts';

export default command({
  summary: 'print what the compiler knows of a project',
  usage: 'leitwerk facts <project> [fact] [--env <environment>…] [--json]',
  most: 2,
  options: { env, json },
  examples: [['leitwerk facts support-assistant sizing --env production', 'GPU memory with its arithmetic'], ['leitwerk facts support-assistant', 'everything']],
  run: async (args, terminal) => {
    const [project, fact] = args.positionals;
    if (project === undefined) { terminal.err('leitwerk facts: name a project\n'); return 2; }
    const opened = await open({ ...args, positionals: [project] }, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const { session } = opened;
    const known = Object.keys(session.input.facts);
    if (fact !== undefined && !known.includes(fact)) {
      const near = nearest(fact, known);
      terminal.err(`leitwerk facts: there is no fact ${JSON.stringify(fact)}: ${known.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}\n`);
      return 2;
    }
    const builds = session.compilation.projects.flatMap((p) => p.builds);
    const names = fact === undefined ? known : [fact];
    const of = (build: typeof builds[number]) => Object.fromEntries(names.map((name) => [name, build.facts[name as keyof Facts] as unknown]));
    if (flag(args, 'json')) { terminal.out(`${JSON.stringify(Object.fromEntries(builds.map((b) => [b.env.name, of(b)])), null, 2)}\n`); return 0; }
    const order = environmentsOf(session.input.platform).map((e) => e.name);
    for (const build of builds.toSorted((a, b) => order.indexOf(a.env.name) - order.indexOf(b.env.name))) {
      terminal.out(`${project} · ${build.env.name}\n`);
      for (const [name, value] of Object.entries(of(build))) terminal.out(`  ${name}: ${session.input.facts[name]!.doc}\n${outline(value, '    ')}`);
    }
    return builds.length === 0 ? 1 : 0;
  },
});

/** Data as an indented outline; short values stay on their line. */
export function outline(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? `${indent}none\n` : value.map((v) => isObject(v) || Array.isArray(v) ? `${indent}- ${outline(v, `${indent}  `).trimStart()}` : `${indent}- ${String(v)}\n`).join('');
  if (!isObject(value)) return `${indent}${String(value)}\n`;
  const keys = Object.keys(value).filter((k) => value[k] !== undefined);
  if (keys.length === 0) return `${indent}none\n`;
  return keys.map((key) => {
    const child = value[key];
    const flat = JSON.stringify(child);
    const simple = typeof child !== 'object' || child === null || flat.length <= 90 - indent.length - key.length;
    return simple ? `${indent}${key}: ${typeof child === 'string' ? child : flat.replaceAll('"', '')}\n` : `${indent}${key}:\n${outline(child, `${indent}  `)}`;
  }).join('');
}
