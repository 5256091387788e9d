// types: writes what the platform and other projects offer as literal types, so that a wrong name is red in the editor.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { platformTypes } from '../dev/platform-types.ts';
import { command } from './command.ts';
import { findings } from './check.ts';
import { open, type Session } from './session.ts';

export const typesFile = '.leitwerk/types.d.ts';

export default command({
  summary: 'write the typed platform for the editor',
  usage: 'leitwerk types',
  options: {},
  examples: [['leitwerk types', `writes ${typesFile}, which is not committed`]],
  run: async (args, terminal) => {
    const opened = await open(args, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    writeTypes(opened.session);
    terminal.out(`  ${typesFile}\n`);
    return 0;
  },
});

/** Kept current by every command that compiles; written only when it changes, so that editors do not start over. */
export function writeTypes({ root, input, loaded }: Pick<Session, 'root' | 'input' | 'loaded'>): void {
  const published = Object.fromEntries(loaded.flatMap(({ model }) => model.nodes.filter((n) => input.concepts.info[n.kind]?.published).map((n) => [n.path, n.kind] as const)).sort());
  const path = join(root, typesFile);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, platformTypes(input.platform, published));
}
