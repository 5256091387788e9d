// One compilation after another in one process, as an editor's watcher would have it: medians, after the first half has warmed the process up.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Memory } from '../../src/cache/memory.ts';
import { findingsOf } from '../../src/cli/check.ts';
import { outcomeOf } from '../../src/cli/parts.ts';
import { open, prepare } from '../../src/cli/session.ts';
import { cool } from '../../src/load/evaluators.ts';
import { discover } from '../../src/load/load.ts';
import { analyse } from '../../src/pipeline.ts';

const terminal = { out: () => undefined, err: () => undefined, color: false, interactive: false, width: 100 };
const values = { 'as-of': '2026-11-23' };

/** `check`: what `leitwerk check <project>` does after an edit of it, loading included, with what the run before has kept. `project`: one project in one environment, from its model to its text. */
export async function main([home = '.', root = '.', project = '', rounds = '40']: readonly string[]): Promise<void> {
  for (const part of ['projects', 'leitwerk.config.ts']) cpSync(join(home, part), join(root, part), { recursive: true });
  const file = join(root, 'projects', project, 'project.ts');
  const text = readFileSync(file, 'utf8');
  if (!text.includes("timeout: '60s'")) throw new Error('the bench edits a timeout that is not there');
  const check: number[] = [];
  for (let i = 0; i < Number(rounds); i++) {
    writeFileSync(file, text.replace("timeout: '60s'", `timeout: '${61 + i % 2}s'`));
    const began = performance.now();
    const checked = await prepare({ positionals: [project], values }, { ...terminal, cwd: root }, findingsOf, new Memory(root, 'bench', discover(root)));
    if (!('found' in checked)) throw new Error('the portfolio of the bench is refused');
    check.push(performance.now() - began);
  }
  const one: number[] = [];
  for (let i = 0; i < Number(rounds); i++) {
    const opened = await open({ positionals: [project], values }, { ...terminal, cwd: root });
    if (!('session' in opened)) throw new Error('the portfolio of the bench is refused');
    const { input } = opened.session;
    const began = performance.now();
    const analysis = analyse(input);
    const analysed = performance.now();
    await outcomeOf(project, analysis, input, '0');
    one.push(((analysed - began) / input.models.length + performance.now() - analysed) / Object.keys(input.platform.environments).length);
  }
  cool();
  const median = (values: readonly number[]): number => values.slice(values.length / 2).sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
  process.stdout.write(`${JSON.stringify({ check: median(check), project: median(one) })}\n`);
}
