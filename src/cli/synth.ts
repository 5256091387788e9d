// synth: compiles the portfolio into the output folder and prints the summary: quiet, useful, the unchecked last.
import { relative, resolve, sep } from 'node:path';
import { hasErrors, type Diagnostic } from '../model/diagnostic.ts';
import type { Input } from '../pipeline.ts';
import { jsonOf } from '../report/json.ts';
import { summaryOf } from '../report/summary.ts';
import { stands, write } from '../write/tree.ts';
import { preload } from '../write/trees.ts';
import { findings } from './check.ts';
import { recollect } from '../cache/begin.ts';
import { Recall } from '../cache/recall.ts';
import { asOf, command, env, flag, json, noCache, text } from './command.ts';
import { compileInParts, keepFor, type InParts } from './parts.ts';
import { rootOf } from './place.ts';
import { prepare, settle, settleSome } from './session.ts';

export default command({
  summary: 'compile the portfolio into dist/',
  usage: 'leitwerk synth [project…] [--env <environment>…] [--out <folder>] [--as-of <date>] [--no-cache]',
  most: 'any',
  options: { env, out: { type: 'string', value: 'folder', doc: 'Output folder; default, dist.' }, 'as-of': asOf, json, 'no-cache': noCache },
  examples: [['leitwerk synth', 'everything, into dist/'], ['leitwerk synth support-assistant', 'one project; the others keep their trees'], ['leitwerk synth --env production --out build/manifests', 'one environment, elsewhere']],
  run: async (args, terminal) => {
    if (text(args, 'out') === '') { terminal.err('leitwerk synth: --out needs a folder\n'); return 2; }
    const began = process.hrtime.bigint();
    const progress = (stage: string): void => { if (terminal.interactive) terminal.err(`\r\u001b[K${stage}`); };
    progress('compiling …');
    // The evaluator is another process: while it works, this one makes the libraries ready.
    setImmediate(preload);
    const code = await prepare(args, terminal, async (prepared) => {
      const { root, input, loaded, broken, memory } = prepared;
      // an empty portfolio is more likely the wrong folder than the wish to delete everything
      if (loaded.length + broken.length === 0) {
        const found = await settle(prepared.found, prepared);
        progress('');
        terminal.out(flag(args, 'json') ? jsonOf(found) : `${findings(found, root, terminal)}\nnothing was written\n`);
        return 1;
      }
      const out = resolve(root, text(args, 'out') ?? 'dist');
      const recall = memory && !input.environments ? () => new Recall(memory, input, loaded, (tree) => stands(out, tree)) : undefined;
      const whole = compileInParts(input, root, (done, all) => progress(`${done} of ${all} projects …`), { recall });
      const known = new Set(loaded.map((l) => l.project)), unreadable = new Set(broken);
      const written = await write({ out, trees: whole.trees(), index: { compiler: __VERSION__ }, keep: (path) => keeps(path, whole, input, known, unreadable) });
      progress('');
      const { shown, rest } = await settleSome([...prepared.found, ...whole.diagnostics, ...written.diagnostics.map((d) => within(root, d))], prepared, (d) => flag(args, 'json') || (d.severity !== 'info' && d.waived === undefined));
      const all = [...shown, ...rest];
      keepFor(whole, all, input.concepts, !hasErrors(written.diagnostics));
      if (flag(args, 'json')) terminal.out(jsonOf(shown));
      else {
        terminal.out(findings(shown, root, terminal));
        terminal.out(summaryOf({
          prepared, whole, report: written.value, out: shorter(root, out), refused: hasErrors(written.diagnostics), width: Math.min(120, Math.max(60, terminal.width)),
          seconds: Number(process.hrtime.bigint() - began) / 1e9, diagnostics: all, color: terminal.color,
        }));
      }
      return hasErrors(written.diagnostics) ? 2 : hasErrors(all) ? 1 : 0;
    }, flag(args, 'no-cache') ? undefined : recollect(rootOf(terminal.cwd)));
    if (typeof code === 'number') return code;
    progress('');
    if (flag(args, 'json')) terminal.out(jsonOf(code.refused)); else terminal.err(findings(code.refused, code.root, terminal));
    return 2;
  },
});

/** A path as somebody who stands in the portfolio would write it. */
const shorter = (root: string, path: string): string => { const short = relative(root, path); return short === '' ? '.' : short.startsWith('..') ? path : short.split(sep).join('/'); };
const within = (root: string, d: Diagnostic): Diagnostic => {
  const short = (text: string): string => text.replaceAll(`${root}${sep}`, '').replaceAll(root, '.');
  return { ...d, what: short(d.what), at: 'file' in d.at ? { ...d.at, file: shorter(root, d.at.file) } : d.at, ...(d.why ? { why: d.why.map(short) } : {}) };
};

/** Does a tree that this run did not make stay as it is? Those of projects that failed or could not even be read, and of what was not asked for. */
function keeps(path: string, { failed, incomplete }: InParts, { projects, environments }: Input, known: ReadonlySet<string>, broken: ReadonlySet<string>): boolean {
  const [first = '', second = ''] = path.split('/');
  if (path === '_portfolio') return environments !== undefined || incomplete.length > 0;
  if (second === '_platform') return incomplete.includes(first) || environments !== undefined && !environments.includes(first);
  if (broken.has(second)) return true;
  if (!known.has(second)) return false;
  if (failed.has(second)) return true;
  if (first === '_projects' ? environments !== undefined : environments !== undefined && !environments.includes(first)) return true;
  return projects !== undefined && !projects.includes(second);
}

declare const __VERSION__: string;
