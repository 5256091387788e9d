// check: everything but writing. Prints findings as text, JSON, SARIF or GitHub annotations.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasErrors } from '../model/diagnostic.ts';
import { once } from '../model/once.ts';
import { nearest } from '../model/suggest.ts';
import { githubOf } from '../report/github.ts';
import { jsonOf } from '../report/json.ts';
import type { Located } from '../report/located.ts';
import { sarifOf } from '../report/sarif.ts';
import { textOf } from '../report/text.ts';
import { recollect, recollectAgain } from '../cache/begin.ts';
import { Recall } from '../cache/recall.ts';
import { standing, type Standing } from '../cache/standing.ts';
import { asOf, command, env, flag, json, noCache, text, type Arguments, type Terminal } from './command.ts';
import { explain } from './explain.ts';
import { compileInParts, keepFor } from './parts.ts';
import { rootOf } from './place.ts';
import { commandLine, prepare, settle, sourceLines, type Prepared } from './session.ts';

const formats = ['text', 'json', 'sarif', 'github'];

export default command({
  summary: 'compile without writing',
  usage: 'leitwerk check [project…] [--env <environment>…] [--format text|json|sarif|github] [--types] [--watch] [--as-of <date>] [--no-cache]',
  most: 'any',
  options: { env, 'as-of': asOf, json, 'no-cache': noCache, format: { type: 'string', value: 'format', doc: 'text (default), json, sarif (2.1.0) or github (annotations).' }, types: { type: 'boolean', doc: 'Run the TypeScript checker too.' }, watch: { type: 'boolean', short: 'w', doc: 'Check again after each change of a file, until interrupted; the date stays that of the start.' } },
  examples: [['leitwerk check', 'all projects'], ['leitwerk check support-assistant --env production', 'one project in one environment'], ['leitwerk check --watch', 'while you type'], ['leitwerk check --format sarif > leitwerk.sarif', 'for code scanning'], ['leitwerk check --format github', 'annotations in a workflow']],
  run: async (args, terminal) => {
    const format = flag(args, 'json') ? 'json' : text(args, 'format') ?? 'text';
    if (!formats.includes(format)) { const near = nearest(format, formats); terminal.err(`leitwerk check: there is no format ${JSON.stringify(format)}: ${formats.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}\n`); return 2; }
    if (flag(args, 'watch')) {
      if (format === 'text' && !flag(args, 'types')) return watching(args, terminal);
      terminal.err('leitwerk check: --watch prints text, and runs no TypeScript checker: your editor does\n');
      return 2;
    }
    const checked = await prepare(args, terminal, findingsOf, flag(args, 'no-cache') ? undefined : recollect(rootOf(terminal.cwd)));
    if ('refused' in checked) { print(checked.refused, format, checked.root, terminal, undefined); return 2; }
    const { prepared, found } = checked;
    print(found, format, prepared.root, terminal, prepared);
    // what a machine reads is not followed by what it cannot
    const types = flag(args, 'types') ? checkTypes(prepared.root, format === 'text' ? terminal.out : terminal.err, terminal.err) : 0;
    return hasErrors(found) ? 1 : types;
  },
});

/** After each change once more: what stays as it was is kept, in memory and on disk. */
async function watching(args: Arguments, terminal: Terminal): Promise<number> {
  const [{ whenChanged }, { keepBundling }, { platformFiles }] = await Promise.all([import('./watch.ts'), import('../load/bundle.ts'), import('../load/platform.ts')]);
  const root = rootOf(terminal.cwd), kept = standing(), cached = !flag(args, 'no-cache');
  let dated = args;
  const check = async (): Promise<void> => {
    const began = performance.now();
    const checked = await prepare(dated, terminal, (prepared) => findingsOf(prepared, kept), cached ? recollectAgain(root) : undefined);
    if ('refused' in checked) print(checked.refused, 'text', root, terminal, undefined);
    else {
      print(checked.found, 'text', root, terminal, checked.prepared);
      dated = { ...args, values: { ...args.values, 'as-of': checked.prepared.asOf.date } };
    }
    terminal.out(`checked in ${Math.round(performance.now() - began)} ms; waiting for changes\n\n`);
  };
  // after the first check: nobody waits for it
  const ready = once(keepBundling);
  return whenChanged(root, async () => { await check(); await ready(); }, () => platformFiles(root).map((file) => dirname(file)));
}

/** All but writing, project by project; what is as it was when it was checked before is not checked again. */
export async function findingsOf(prepared: Prepared, standing?: Standing): Promise<{ readonly prepared: Prepared; readonly found: readonly Located[] }> {
  const { root, input, loaded, memory } = prepared;
  const whole = compileInParts(input, root, () => undefined, { check: true, recall: memory && !input.environments ? () => new Recall(memory, input, loaded) : undefined, ...(memory && standing ? { standing: (given) => standing(memory.world, given) } : {}) });
  for await (const _ of whole.trees()) { /* none: nothing is rendered */ }
  const found = await settle([...prepared.found, ...whole.diagnostics], prepared);
  keepFor(whole, found, input.concepts, false);
  return { prepared, found };
}

function print(found: readonly Located[], format: string, root: string, terminal: Terminal, session: Prepared | undefined): void {
  if (format === 'json') return terminal.out(jsonOf(found));
  if (format === 'github') return (terminal.commands ?? terminal.out)(githubOf(found));
  if (format === 'sarif') return terminal.out(sarifOf(found, __VERSION__, (code) => {
    const e = session && explain(code, session.input);
    const controls = session?.input.policies[code]?.controls;
    return e && { title: e.title, ...(controls ? { controls } : {}), help: e.sections.map(([heading, lines]) => `${heading}: ${lines.join(' ')}`).join('\n') };
  }));
  terminal.out(findings(found, root, terminal));
  const errors = found.filter((d) => d.severity === 'error' && !d.waived).length;
  const warnings = found.filter((d) => d.severity === 'warning' && !d.waived).length;
  terminal.out(`${plural(errors, 'error')}, ${plural(warnings, 'warning')}${session ? ` in ${plural(session.input.projects?.length ?? session.loaded.length + session.broken.length, 'project')} · as of ${session.asOf.date}` : ''}\n`);
}

/** Findings for people, one blank line between them, and where to read more. */
export function findings(found: readonly Located[], root: string, terminal: Terminal): string {
  const sourceLine = sourceLines(root);
  const shown = found.map((d) => textOf(d, { color: terminal.color, width: Math.min(100, Math.max(60, terminal.width)), sourceLine }));
  // a slip on the command line needs no page of its own
  const codes = [...new Set(found.filter((d) => !d.waived && d.place?.file !== commandLine).map((d) => d.code))];
  return shown.length === 0 ? '' : `${shown.join('\n\n')}\n${codes.length > 0 ? `\nleitwerk explain ${codes.slice(0, 3).join(' · leitwerk explain ')}\n` : ''}`;
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

function checkTypes(root: string, out: Terminal['out'], err: Terminal['err']): number {
  const tsc = join(root, 'node_modules/.bin/tsc');
  const config = ['tsconfig.projects.json', 'tsconfig.json'].find((name) => existsSync(join(root, name)));
  if (!existsSync(tsc) || config === undefined) { err('leitwerk check --types: TypeScript is not installed here; npm install --save-dev typescript\n'); return 2; }
  const { status, stdout } = spawnSync(tsc, ['--noEmit', '--pretty', 'false', '-p', config], { cwd: root, encoding: 'utf8' });
  out(stdout);
  return status === 0 ? 0 : 1;
}

declare const __VERSION__: string;
