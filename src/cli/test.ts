// test: each policy against its own examples, and what neither a policy nor a target looks at.
import { paint } from '../report/text.ts';
import { tryPolicy } from '../check/try.ts';
import { nearest } from '../model/suggest.ts';
import { command, flag, json } from './command.ts';
import { registries } from './builtin.ts';

export default command({
  summary: 'try each policy on its examples; say what nothing looks at',
  usage: 'leitwerk test [policy…] [--json]',
  most: 'any',
  options: { json },
  examples: [['leitwerk test', 'all policies, and coverage'], ['leitwerk test budget-has-teeth', 'one policy']],
  run: async (args, terminal) => {
    const all = await registries(terminal.cwd, true);
    const strange = args.positionals.find((id) => !Object.hasOwn(all.policies, id));
    if (strange !== undefined) {
      const near = nearest(strange, Object.keys(all.policies));
      terminal.err(`leitwerk test: there is no policy ${JSON.stringify(strange)}${near === undefined ? '' : `; did you mean ${near}?`}\n`);
      return 2;
    }
    const chosen = Object.entries(all.policies).filter(([id]) => args.positionals.length === 0 || args.positionals.includes(id));
    const trials = chosen.map(([id, policy]) => tryPolicy(id, policy, all));
    const failed = trials.filter((t) => t.problems.length > 0);
    const { coverage } = await import('../probe/coverage.ts');
    const uncovered = args.positionals.length === 0 && failed.length === 0 ? coverage(all) : undefined;
    if (flag(args, 'json')) terminal.out(`${JSON.stringify({ trials, coverage: uncovered }, null, 2)}\n`);
    else {
      const dye = paint(terminal.color);
      for (const { id, problems, says } of trials) {
        terminal.out(problems.length === 0 ? `  ${dye('good', '✓')} ${id}\n` : `  ${dye('error', '✗')} ${id}\n${problems.map((p) => `      ${p}\n`).join('')}`);
        if (problems.length === 0 && args.positionals.length > 0) terminal.out(says.map((s) => `      says: ${s}\n`).join(''));
      }
      terminal.out(`${trials.length - failed.length} passed, ${failed.length} failed\n`);
      if (uncovered) terminal.out(uncovered.nothing.length === 0 ? 'every property is looked at by a target, a fact or a policy\n' : `nothing looks at: ${uncovered.nothing.join(', ')}\n`);
      if (uncovered && uncovered.untried.length > 0) terminal.out(`no other value was found to try: ${uncovered.untried.join(', ')}\n`);
      if (uncovered && uncovered.noPolicy.length > 0) terminal.out(`no policy is on: ${uncovered.noPolicy.join(', ')}\n`);
    }
    if (trials.length === 0) { terminal.err('leitwerk test: no policy was tried; that is not a pass\n'); return 1; }
    return failed.length > 0 ? 1 : 0;
  },
});
