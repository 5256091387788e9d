// types: writes what the platform, its own concepts and other projects offer as types, so that a wrong name is red in the editor.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { declarations } from '../load/own-concepts.ts';
import { command } from './command.ts';
import { findings } from './check.ts';
import { open } from './session.ts';
import { typesFile } from './typed.ts';

export default command({
  summary: 'write the typed platform for the editor',
  usage: 'leitwerk types',
  options: {},
  examples: [['leitwerk types', `writes ${typesFile}, which is not committed; every command that compiles does so, too`]],
  run: async (args, terminal) => {
    const opened = await open(args, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const { root } = opened.session;
    terminal.out([typesFile, ...declarations.map((name) => `.leitwerk/${name}`)].filter((path) => existsSync(join(root, path))).map((path) => `  ${path}\n`).join(''));
    return 0;
  },
});
