// Installs and finds the programs of cli/install.sh.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './process.mjs';

const script = new URL('../cli/install.sh', import.meta.url).pathname;
export const samples = new URL('../cli/samples/', import.meta.url).pathname;
export const versionOf = (program) => new RegExp(`^step ${program} v?(\\S+)`, 'm').exec(readFileSync(script, 'utf8'))[1];
export const programOf = (program, { cache }) => join(cache, 'cli', program);
/** For programs in Go that end before a collection of garbage would be worth it: it is a third of what they do. */
export const brief = { GOGC: 'off' };
/** For those that take longer, and could fill the machine. */
export const longer = { GOGC: '400', GOMEMLIMIT: '512MiB' };
export const installProgram = (program, { cache, say }) => must('bash', [script, join(cache, 'cli'), program], { say });
