// datacontract-cli: every data contract is one of the Open Data Contract Standard.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, verdict } from './support/files.mjs';
import { inParallel, must, run } from './support/process.mjs';

const here = new URL('./python/', import.meta.url).pathname, lock = join(here, 'contract.txt');
export const name = 'odcs', version = `datacontract-cli ${/^datacontract-cli==(\S+)/m.exec(readFileSync(lock, 'utf8'))[1]}`, needs = ['python3'];
const home = (cache) => join(cache, 'python/venv/contract');

export async function install({ cache, say }) {
  const folder = home(cache), stamp = join(folder, '.stamp'), want = sha256(readFileSync(lock)).slice(0, 16);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say(`installing ${version}`);
  rmSync(folder, { recursive: true, force: true });
  await must('python3', ['-m', 'venv', folder]);
  await must(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check', '-r', lock]);
  writeFileSync(stamp, want);
}

const ask = async (file, { cache }) => {
  const { code, all } = await run(join(home(cache), 'bin/datacontract'), ['lint', file], { env: { DO_NOT_TRACK: '1', PYTHONWARNINGS: 'ignore', COLUMNS: '200' } });
  return { refused: code !== 0, why: all };
};

export const selfTest = (context) => inParallel([['ok', 'accept'], ['bad_kind', 'refuse'], ['bad_type', 'refuse']], 2, async ([sample, wanted]) => {
  const { refused, why } = await ask(join(here, 'samples', `${sample}.odcs.yaml`), context);
  return verdict(sample, wanted, refused, why);
});

export const takes = (paths) => paths.filter((path) => /\.odcs\.ya?ml$/.test(path));

export async function judge(paths, context) {
  const verdicts = await inParallel(paths, 2, (path) => ask(join(context.dist, path), context));
  const refused = paths.flatMap((path, i) => verdicts[i].refused ? [{ what: path, why: verdicts[i].why }] : []);
  return { accepted: paths.length - refused.length, refused };
}
