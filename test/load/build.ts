// Builds the evaluator and a guest with all concepts for tests, from the sources, once per test file.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { parseSync } from 'oxc-parser';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const made: string[] = [];
/** A new folder outside of the repository; `cleanUp` removes it. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leitwerk-test-'));
  made.push(folder);
  return folder;
}
export function cleanUp(): void { for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true }); }

/** Definitions are cut out of concept files, as the package's own build does. */
const cut: Plugin = {
  name: 'cut', setup(b) {
    b.onResolve({ filter: /^zod$/ }, () => ({ path: 'zod', namespace: 'stub' }));
    b.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'module.exports = {}', loader: 'js' }));
    b.onResolve({ filter: /^leitwerk\/concept$/ }, () => ({ path: join(root, 'src/guest/concept.ts') }));
    b.onResolve({ filter: /^leitwerk\/values$/ }, () => ({ path: join(root, 'src/values/index.ts') }));
    b.onLoad({ filter: /[/\\]constructs[/\\].*\.ts$/ }, ({ path }) => {
      let text = readFileSync(path, 'utf8');
      const cuts: { start: number; end: number }[] = [];
      for (const statement of parseSync(path, text).program.body) {
        const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined;
        if (declared?.type !== 'ClassDeclaration' || declared.superClass?.type !== 'CallExpression') continue;
        const definition = declared.superClass.arguments[1];
        if (definition) cuts.push(definition);
      }
      for (const { start, end } of cuts.reverse()) text = `${text.slice(0, start)}{}${text.slice(end)}`;
      return { contents: text, loader: 'ts' };
    });
  },
};

export async function buildForTests(): Promise<{ readonly evaluator: string; readonly guest: string }> {
  const out = temporary();
  const concepts = readdirSync(join(root, 'constructs'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts')).sort();
  const entry = ["export * from './src/guest/index.ts';", ...concepts.map((f) => `export * from './constructs/${f}';`)].join('\n');
  const common = { bundle: true, write: false, absWorkingDir: root, logLevel: 'silent', charset: 'utf8', legalComments: 'none' } as const;
  const [guest, evaluator] = await Promise.all([
    build({ ...common, stdin: { contents: entry, resolveDir: root }, format: 'cjs', platform: 'neutral', target: 'es2022', minify: true, plugins: [cut] }),
    build({ ...common, entryPoints: ['src/load/evaluator.ts'], format: 'cjs', platform: 'node', target: 'node20', minify: true, banner: { js: '"use strict";' } }),
  ]);
  const files = { guest: join(out, 'guest.js'), evaluator: join(out, 'evaluator.cjs') };
  writeFileSync(files.guest, guest.outputFiles[0]!.text);
  writeFileSync(files.evaluator, evaluator.outputFiles[0]!.text);
  return files;
}
