// Fetches what kubernetes/crds.tsv lists, as bare git repositories that collect_crds.py reads: of each project one tag, and of its files those asked for.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { must, run } from './process.mjs';

/** Rows of the table: { project, source, ref, paths }. */
export const rowsOf = (table) => readFileSync(table, 'utf8').split('\n').filter((line) => line.trim() && !line.startsWith('#')).map((line) => {
  const [project, source, ref, paths] = line.split('\t');
  return { project, source, ref, paths: paths.split(' ') };
});

export async function fetchDefinitions(table, mirror, say, base = 'https://github.com') {
  mkdirSync(mirror, { recursive: true });
  for (const { project, source, ref, paths } of rowsOf(table)) {
    const git = (...args) => must('git', ['--git-dir', join(mirror, source.replace('/', '+'), 'repo'), ...args], { env: { GIT_TERMINAL_PROMPT: '0' } });
    const repository = join(mirror, source.replace('/', '+'), 'repo');
    const there = await run('git', ['--git-dir', repository, 'rev-parse', '--verify', '--quiet', `refs/tags/${ref}^{commit}`]);
    if (there.code !== 0) {
      say(`fetching the definitions of ${project} ${ref}`);
      await must('git', ['init', '--quiet', '--bare', repository]);
      const { code } = await run('git', ['--git-dir', repository, 'remote', 'get-url', 'origin']);
      if (code !== 0) await git('remote', 'add', 'origin', `${base}/${source}.git`);
      try {
        // Without file contents: the checkout below asks for those of the wanted paths at once.
        await git('-c', 'protocol.version=2', 'fetch', '--quiet', '--depth', '1', '--filter=blob:none', 'origin', `refs/tags/${ref}:refs/tags/${ref}`);
      } catch (error) {
        throw new Error(`the custom resource definitions of ${project} cannot be fetched from ${base}/${source} (tag ${ref}), and no bundle of them lies at ../shared/judges/kubernetes/crds.tar.xz: ${error.message}`);
      }
    }
    const tree = join(mirror, 'checkout');
    rmSync(tree, { recursive: true, force: true });
    mkdirSync(tree);
    await git('--work-tree', tree, 'checkout', '--quiet', ref, '--', ...paths);
    rmSync(tree, { recursive: true, force: true });
  }
}
