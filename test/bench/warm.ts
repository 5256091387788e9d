// One compilation after another in one process, as an editor's watcher would have it: medians, after the first half has warmed the process up.
import { outcomeOf } from '../../src/cli/parts.ts';
import { open } from '../../src/cli/session.ts';
import { cool } from '../../src/load/load.ts';
import { analyse } from '../../src/pipeline.ts';

const terminal = { out: () => undefined, err: () => undefined, color: false, interactive: false, width: 100 };

/** `check`: what `leitwerk check <project>` does, loading included. `project`: one project in one environment, from its model to its text. */
export async function main([root = '.', project = '', rounds = '40']: readonly string[]): Promise<void> {
  const check: number[] = [];
  const one: number[] = [];
  for (let i = 0; i < Number(rounds); i++) {
    const began = performance.now();
    const opened = await open({ positionals: [project], values: { 'as-of': '2026-11-23' } }, { ...terminal, cwd: root });
    if (!('session' in opened)) throw new Error('the portfolio of the bench is refused');
    const { input } = opened.session;
    const checked = performance.now();
    const analysis = analyse(input);
    const analysed = performance.now();
    await outcomeOf(project, analysis, input, '0');
    check.push(checked - began);
    one.push(((analysed - checked) / input.models.length + performance.now() - analysed) / Object.keys(input.platform.environments).length);
  }
  cool();
  const median = (values: readonly number[]): number => values.slice(values.length / 2).sort((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;
  process.stdout.write(`${JSON.stringify({ check: median(check), project: median(one) })}\n`);
}
