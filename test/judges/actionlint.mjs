// GitHub's workflows: actionlint reads them as GitHub does, zizmor looks for what an attacker could use.
import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram, programOf, versionOf } from './support/cli.mjs';
import { verdict } from './support/files.mjs';
import { run } from './support/process.mjs';

export const name = 'actionlint', version = `actionlint ${versionOf('actionlint')}, zizmor ${versionOf('zizmor')}`, needs = ['go', 'python3'];
export async function install(context) { for (const program of ['actionlint', 'zizmor']) await installProgram(program, context); }

async function ask(file, context) {
  const form = await run(programOf('actionlint', context), ['-no-color', '-shellcheck=', '-pyflakes=', file]);
  if (form.code !== 0) return form.all;
  const safe = await run(programOf('zizmor', context), ['--offline', '--no-progress', '--no-config', file]);
  return safe.code === 0 ? '' : safe.all;
}

const workflow = (step, permissions = 'permissions: {}') => `name: x\non: [push]\n${permissions}\njobs:\n  a:\n    name: A\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    permissions:\n      contents: read\n    steps:\n      - ${step}\n`;
const pinned = 'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2\n        with:\n          persist-credentials: false';
const samples = [['ok', 'accept', workflow(pinned)], ['unknown key', 'refuse', workflow('runs: echo')], ['unpinned', 'refuse', workflow('uses: actions/checkout@v4')], ['injection', 'refuse', workflow('run: echo ${{ github.event.head_commit.message }}')]];
export async function selfTest(context) {
  const folder = join(context.scratch, 'actionlint');
  mkdirSync(folder, { recursive: true });
  return Promise.all(samples.map(async ([title, wanted, text], i) => {
    const file = join(folder, `sample-${i}.yml`);
    writeFileSync(file, text);
    const why = await ask(file, context);
    return verdict(title, wanted, why !== '', why);
  }));
}

export const takes = (paths) => paths.filter((path) => /(^|\/)workflows\/[^/]+\.yml$/.test(path));
export async function judge(paths, context) {
  const verdicts = await Promise.all(paths.map((path) => ask(join(context.dist, path), context)));
  const refused = paths.flatMap((path, i) => verdicts[i] ? [{ what: path, why: verdicts[i] }] : []);
  return { accepted: paths.length - refused.length, refused };
}
