// init: starts a portfolio in the current folder; never touches a file that is there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';
import { writeNew } from './place.ts';
import { portfolioFiles } from './skeletons/portfolio.ts';

export default command({
  summary: 'start a portfolio in this folder',
  usage: 'leitwerk init',
  options: {},
  examples: [['npx leitwerk init && npx leitwerk synth', 'a first project, compiled']],
  run: async (_args, terminal) => {
    const files = { ...portfolioFiles() };
    if (existsSync(join(terminal.cwd, '.gitignore'))) delete files['.gitignore'];
    const there = writeNew(terminal.cwd, files);
    if (there.length > 0) {
      terminal.err(`leitwerk init: ${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} here already; nothing was written\n`);
      return 2;
    }
    terminal.out(`${Object.keys(files).map((f) => `  ${f}`).join('\n')}\nnext: leitwerk synth · leitwerk types (completion in the editor) · leitwerk new project <name>\n`);
    return 0;
  },
});
