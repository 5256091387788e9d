// synth: compiles the portfolio into the output folder and prints the summary: quiet, useful, the unchecked last.
import { isAbsolute, join, relative } from 'node:path';
import { hasErrors } from '../model/diagnostic.ts';
import { inOrder } from '../report/located.ts';
import { jsonOf } from '../report/json.ts';
import { summaryOf } from '../report/summary.ts';
import { write } from '../write/tree.ts';
import { trees } from '../write/trees.ts';
import { findings } from './check.ts';
import { asOf, command, env, flag, json, text } from './command.ts';
import { locate, open } from './session.ts';

export default command({
  summary: 'compile the portfolio into dist/',
  usage: 'leitwerk synth [project…] [--env <environment>…] [--out <folder>] [--as-of <date>]',
  most: 'any',
  options: { env, out: { type: 'string', value: 'folder', doc: 'Output folder; default, dist.' }, 'as-of': asOf, json },
  examples: [['leitwerk synth', 'everything, into dist/'], ['leitwerk synth support-assistant', 'one project; the others keep their trees'], ['leitwerk synth --env production --out build/manifests', 'one environment, elsewhere']],
  run: async (args, terminal) => {
    const began = performance.now();
    const progress = (stage: string): void => { if (terminal.interactive) terminal.err(`\r\u001b[K${stage}`); };
    progress('compiling …');
    const opened = await open(args, terminal);
    if (!('session' in opened)) { progress(''); terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const { session } = opened;
    const { root, input, compilation } = session;
    progress('rendering …');
    const rendered = await trees(compilation, input, __VERSION__);
    const out = text(args, 'out') ?? 'dist';
    const failed = new Set([...compilation.projects.filter((p) => p.failed).map((p) => p.name), ...rendered.diagnostics.filter((d) => d.severity === 'error').flatMap((d) => d.project ?? [])]);
    progress('writing …');
    const written = await write({
      out: isAbsolute(out) ? out : join(root, out), trees: rendered.value.map((t) => t.tree), index: { compiler: __VERSION__ },
      keep: (path) => keeps(path, failed, input.projects, input.environments, new Set<string>([...session.loaded.map((l) => l.model.project), ...session.broken])),
    });
    progress('');
    const late = await locate([...rendered.diagnostics, ...written.diagnostics], session.loaded, root);
    const all = [...session.diagnostics, ...late].sort(inOrder);
    if (flag(args, 'json')) terminal.out(jsonOf(all));
    else {
      terminal.out(findings(all.filter((d) => d.severity !== 'info'), root, terminal));
      terminal.out(summaryOf({ session, trees: rendered.value, report: written.value, out: relative(root, isAbsolute(out) ? out : join(root, out)) || out, seconds: (performance.now() - began) / 1000, diagnostics: all, color: terminal.color }));
    }
    return hasErrors(all) ? 1 : 0;
  },
});

/** Does a tree that this run did not make stay as it is? Those of failed projects, and of what was not asked for. */
function keeps(path: string, failed: ReadonlySet<string>, projects: readonly string[] | undefined, environments: readonly string[] | undefined, known: ReadonlySet<string>): boolean {
  const [first = '', second = ''] = path.split('/');
  if (path === '_portfolio') return environments !== undefined;
    // a project that could not even be read is known by its folder alone
  if (second === '_platform') return environments !== undefined && !environments.includes(first);
  if (!known.has(second)) return false;
  if (failed.has(second)) return true;
  if (first === '_projects' ? environments !== undefined : environments !== undefined && !environments.includes(first)) return true;
  return projects !== undefined && !projects.includes(second);
}

declare const __VERSION__: string;
