// The command line: finds the command, reads its options, turns what escapes into an exit code. Loads nothing but the command that is asked for.
import { parseArgs } from 'node:util';
import { harmless } from '../report/harmless.ts';
import { rootOf } from './place.ts';
import type { Command, Terminal } from './command.ts';

const commands: Readonly<Record<string, () => Promise<{ readonly default: Command }>>> = {
  synth: () => import('./synth.ts'), check: () => import('./check.ts'), test: () => import('./test.ts'), why: () => import('./why.ts'), facts: () => import('./facts.ts'),
  explain: () => import('./explain.ts'), types: () => import('./types.ts'), init: () => import('./init.ts'), new: () => import('./new.ts'), evidence: () => import('./evidence.ts'),
};
const summaries: Readonly<Record<string, string>> = {
  synth: 'compile the portfolio into dist/', check: 'compile without writing', test: 'try each policy on its examples; say what nothing looks at',
  why: 'say where a line in dist/ comes from', facts: 'print what the compiler knows of a project', explain: 'explain a code, a concept or a policy',
  types: 'write the typed platform for the editor', init: 'start a portfolio in this folder', new: 'start a project, concept, target or policy', evidence: 'write what an evaluation has shown, as evidence',
};

export async function main(argv: readonly string[], plain: Terminal): Promise<number> {
  const terminal: Terminal = { ...plain, out: (text) => plain.out(harmless(text)), err: (text) => plain.err(harmless(text)), commands: plain.out };
  const [name, ...rest] = argv;
  if (name === 'help' && rest[0] !== undefined && Object.hasOwn(commands, rest[0])) return main([rest[0], '--help'], plain);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') { terminal.out(overview()); return name === undefined ? 2 : 0; }
  if (name === '--version') { terminal.out(`${__VERSION__}\n`); return 0; }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const { nearest } = await import('../model/suggest.ts');
    const near = nearest(name, Object.keys(commands));
    terminal.err(`leitwerk: there is no command ${JSON.stringify(name)}${near === undefined ? '' : `; did you mean ${near}?`}\n`);
    return 2;
  }
  const { default: command } = await load();
  let parsed;
  try {
    parsed = parseArgs({
      args: rest, allowPositionals: true, strict: true,
      options: { ...Object.fromEntries(Object.entries(command.options).map(([key, { type, multiple, short }]) => [key, { type, ...(multiple ? { multiple } : {}), ...(short === undefined ? {} : { short }) }])), help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    const said = (error as Error).message.split('. ')[0] ?? '';
    const { nearest } = await import('../model/suggest.ts');
    const near = nearest(/^Unknown option '--?(.*)'$/.exec(said)?.[1] ?? '', [...Object.keys(command.options), 'help']);
    terminal.err(`leitwerk ${name}: ${said.replace('Unknown', 'unknown').replace('Option', 'option')}${near === undefined ? '' : `; did you mean --${near}?`}\n${command.usage}\n`);
    return 2;
  }
  if (parsed.values['help'] === true) { terminal.out(help(name, command)); return 0; }
  const many = command.most === 'any' ? undefined : parsed.positionals[command.most ?? 0];
  if (many !== undefined) {
    terminal.err(`leitwerk ${name}: ${JSON.stringify(many)} is one argument too many\n${command.usage}\n`);
    return 2;
  }
  try {
    return await command.run({ positionals: parsed.positionals, values: parsed.values }, terminal);
  } catch (error) {
    const { faultsOf } = await import('./fault.ts');
    const root = rootOf(terminal.cwd);
    const faults = await faultsOf(error, root);
    if (!faults) throw error;
    const [{ findings }, { locate }] = await Promise.all([import('./check.ts'), import('./session.ts')]);
    terminal.err(findings(await locate(faults, [], root), root, terminal));
    return 2;
  }
}

const overview = (): string => ['leitwerk <command> [options]', '',
  ...Object.entries(summaries).map(([name, summary]) => `  ${name.padEnd(10)}${summary}`), '', 'leitwerk <command> --help shows its options and examples.', ''].join('\n');

function help(name: string, { summary, usage, examples, options }: Command): string {
  const rows = Object.entries(options).map(([key, { value, doc }]) => [`--${key}${value === undefined ? '' : ` <${value}>`}`, doc] as const);
  const width = Math.max(0, ...rows.map(([left]) => left.length), ...examples.map(([left]) => left.length)) + 2;
  const table = (list: readonly (readonly [string, string])[]): string[] => list.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
  return [`leitwerk ${name}: ${summary}`, '', usage, ...(rows.length > 0 ? ['', ...table(rows)] : []), '', 'Examples', ...table(examples), ''].join('\n');
}

declare const __VERSION__: string;
