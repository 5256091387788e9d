// Builds the guest: what projects import as `leitwerk`, as one CommonJS text. Definitions of concepts are cut out and zod is a stub: 11 kB instead of 157.
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { packageRoot, sources } from './paths.mjs';

/** The text with the second argument of every `class ... extends concept(kind, definition)` replaced by `{}`. */
export function cutDefinitions(parseSync, path, text) {
  const cuts = parseSync(path, text).program.body
    .map((statement) => statement.declaration)
    .filter((c) => c?.type === 'ClassDeclaration' && c.superClass?.type === 'CallExpression' && c.superClass.callee.name === 'concept')
    .map((c) => c.superClass.arguments[1]).filter(Boolean);
  return cuts.reverse().reduce((rest, { start, end }) => `${rest.slice(0, start)}{}${rest.slice(end)}`, text);
}

export async function buildGuest(folders = [join(packageRoot, 'constructs')]) {
  const [{ build }, { parseSync }] = await Promise.all([import('esbuild'), import('oxc-parser')]);
  const concepts = new Set(folders.flatMap(sources));
  const guest = (name) => join(packageRoot, 'src/guest', name);
  const exports = [guest('index.ts'), ...concepts].map((file) => `export * from ${JSON.stringify(file)};`);
  const result = await build({
    stdin: { contents: exports.join('\n'), resolveDir: packageRoot, sourcefile: 'guest.ts', loader: 'ts' },
    bundle: true, write: false, format: 'cjs', platform: 'neutral', target: 'es2022', minify: true, charset: 'utf8', legalComments: 'none', logLevel: 'silent',
    alias: { 'leitwerk/concept': guest('concept.ts'), 'leitwerk/values': join(packageRoot, 'src/values/index.ts') },
    plugins: [{
      name: 'guest',
      setup(b) {
        b.onResolve({ filter: /^zod$/ }, () => ({ path: 'zod', namespace: 'stub', sideEffects: false }));
        b.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'module.exports = {};' }));
        b.onLoad({ filter: /\.ts$/ }, ({ path }) => (concepts.has(path.split('/').join(sep)) ? { contents: cutDefinitions(parseSync, path, readFileSync(path, 'utf8')), loader: 'ts' } : undefined));
      },
    }],
  });
  return result.outputFiles[0].text;
}
