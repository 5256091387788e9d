// synth: compiles the portfolio into the output folder and prints the summary: quiet, useful, the unchecked last.
import { relative, resolve, sep } from 'node:path';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import { inOrder } from '../report/located.ts';
import { jsonOf } from '../report/json.ts';
import { summaryOf } from '../report/summary.ts';
import { write } from '../write/tree.ts';
import { preload, trees } from '../write/trees.ts';
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
    if (text(args, 'out') === '') { terminal.err('leitwerk synth: --out needs a folder\n'); return 2; }
    const began = performance.now();
    const progress = (stage: string): void => { if (terminal.interactive) terminal.err(`\r\u001b[K${stage}`); };
    progress('compiling …');
    // The evaluator is another process: while it works, this one makes the libraries ready.
    const opening = open(args, terminal);
    setImmediate(preload);
    const opened = await opening;
    if (!('session' in opened)) {
      progress('');
      if (flag(args, 'json')) terminal.out(jsonOf(opened.refused)); else terminal.err(findings(opened.refused, opened.root, terminal));
      return 2;
    }
    const { session } = opened;
    const { root, input, compilation } = session;
    // an empty portfolio is more likely the wrong folder than the wish to delete everything
    if (session.loaded.length + session.broken.length === 0) {
      progress('');
      terminal.out(flag(args, 'json') ? jsonOf(session.diagnostics) : `${findings(session.diagnostics, root, terminal)}\nnothing was written\n`);
      return 1;
    }
    progress('rendering …');
    const rendered = await trees(compilation, input, __VERSION__);
    const out = resolve(root, text(args, 'out') ?? 'dist');
    const failed = new Set([...compilation.projects.filter((p) => p.failed).map((p) => p.name), ...rendered.diagnostics.filter((d) => d.severity === 'error').flatMap((d) => d.project ?? [])]);
    progress('writing …');
    const written = await write({
      out, trees: rendered.value.map((t) => t.tree), index: { compiler: __VERSION__ },
      keep: (path) => keeps(path, failed, compilation.incomplete, input.projects, input.environments, new Set<string>([...session.loaded.map((l) => l.model.project), ...session.broken])),
    });
    progress('');
    const late = await locate([...rendered.diagnostics, ...written.diagnostics.map((d) => within(root, d))], session.loaded, root);
    const all = [...session.diagnostics, ...late].sort(inOrder);
    if (flag(args, 'json')) terminal.out(jsonOf(all));
    else {
      terminal.out(findings(all.filter((d) => d.severity !== 'info'), root, terminal));
      terminal.out(summaryOf({ session, trees: rendered.value, report: written.value, out: shorter(root, out), refused: hasErrors(written.diagnostics), width: Math.min(120, Math.max(60, terminal.width)), seconds: (performance.now() - began) / 1000, diagnostics: all, color: terminal.color }));
    }
    return hasErrors(written.diagnostics) ? 2 : hasErrors(all) ? 1 : 0;
  },
});

/** A path as somebody who stands in the portfolio would write it. */
const shorter = (root: string, path: string): string => { const short = relative(root, path); return short === '' ? '.' : short.startsWith('..') ? path : short.split(sep).join('/'); };
const within = (root: string, d: Diagnostic): Diagnostic => {
  const short = (text: string): string => text.replaceAll(`${root}${sep}`, '');
  return { ...d, what: short(d.what), at: 'file' in d.at ? { ...d.at, file: shorter(root, d.at.file) } : d.at, ...(d.why ? { why: d.why.map(short) } : {}) };
};

/** Does a tree that this run did not make stay as it is? Those of failed projects, and of what was not asked for. */
function keeps(path: string, failed: ReadonlySet<string>, incomplete: readonly string[], projects: readonly string[] | undefined, environments: readonly string[] | undefined, known: ReadonlySet<string>): boolean {
  const [first = '', second = ''] = path.split('/');
  if (path === '_portfolio') return environments !== undefined || incomplete.length > 0;
  if (second === '_platform') return incomplete.includes(first) || environments !== undefined && !environments.includes(first);
  // a project that could not even be read is known by its folder alone
  if (!known.has(second)) return false;
  if (failed.has(second)) return true;
  if (first === '_projects' ? environments !== undefined : environments !== undefined && !environments.includes(first)) return true;
  return projects !== undefined && !projects.includes(second);
}

declare const __VERSION__: string;
