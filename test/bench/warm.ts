// One compilation after another in one process: the median, after the first half has warmed it up.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf } from '../../src/cli/parts.ts';
import { open } from '../../src/cli/session.ts';
import { cool } from '../../src/load/evaluators.ts';
import { analyse } from '../../src/pipeline.ts';

const terminal = { out: () => undefined, err: () => undefined, color: false, interactive: false, width: 100 };
const values = { 'as-of': '2026-11-23' };

/** One project in one environment, from its model to its text. */
export async function main([home = '.', root = '.', project = '', rounds = '40']: readonly string[]): Promise<void> {
  for (const part of ['projects', 'leitwerk.config.ts']) cpSync(join(home, part), join(root, part), { recursive: true });
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
  process.stdout.write(`${JSON.stringify({ project: median(one) })}\n`);
}
