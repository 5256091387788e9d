// usage: evaluations.mjs PROGRAM, with messages { folder, args } -- promptfoo's command line in one folder after the other, for to load it takes much longer than to evaluate. Each is answered by how it ended and what it said.
import { writeSync } from 'node:fs';
import { register } from 'node:module';
import { pathToFileURL } from 'node:url';

const url = pathToFileURL(process.argv[2]).href;
register('./main-exported.mjs', import.meta.url, { data: { url } });
process.argv[1] = ''; // the program does not start by itself
const { main } = await import(url);

let said = '';
for (const stream of [process.stdout, process.stderr]) stream.write = (chunk, ...more) => { said += chunk; more.findLast((one) => typeof one === 'function')?.(); return true; };
process.on('exit', () => writeSync(2, said)); // an exit amid an evaluation

async function evaluate({ folder, args }) {
  process.chdir(folder);
  process.argv.splice(2, Infinity, ...args);
  [said, process.exitCode] = ['', undefined];
  try { await main(); } catch (error) { // as the program itself ends
    said += `\n${error.cliMessage ?? error.stack}`;
    process.exitCode = error.exitCode ?? 1;
  }
  process.send({ code: process.exitCode ?? 0, all: said });
}
process.on('message', evaluate);
