// The platform's own code: what it may say, and in which form Node is given it.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { cool } from '../src/load/evaluators.ts';
import { folder, leitwerk, ownPortfolio, type Files } from './support/portfolio.ts';

const own = ownPortfolio('crm'), config = 'leitwerk.config.ts';
const disposals: (() => void)[] = [];
afterAll(() => { cool(); for (const dispose of disposals) dispose(); });

/** Exit code of a check, and the ending of the module that the platform was made into. */
async function loaded(head: string, more: Files = {}): Promise<readonly [number, readonly string[]]> {
  const { root, dispose } = folder({ ...own, ...more, [config]: `${head}\n${own[config]!}` });
  disposals.push(dispose);
  const { code } = await leitwerk(root, 'check', 'crm', '--as-of', '2026-11-23');
  return [code, readdirSync(join(root, '.leitwerk')).flatMap((name) => /^platform-.*\.([cm]js)$/.exec(name)?.[1] ?? [])];
}

describe('a platform', () => {
  test('is CommonJS, which is loaded sooner, where it is nothing but its own files and what Node has', async () => {
    expect(await loaded("import { join } from 'node:path';\nimport { more } from './own/more.ts';\nexport const path = join('a', more);", { 'own/more.ts': "export const more = 'b';\n" })).toEqual([0, ['cjs']]);
  });
  test.each<readonly [what: string, head: string, files: Files]>([
    ['awaits', 'const late = await Promise.resolve(1);\nexport { late };', {}],
    ['asks where it is', "if (!import.meta.url.startsWith('file:')) throw new Error('nowhere');", {}],
    ['imports a package', "import { price } from 'prices';\nexport { price };", { 'node_modules/prices/package.json': '{ "name": "prices", "type": "module", "exports": "./index.js" }', 'node_modules/prices/index.js': 'export const price = await Promise.resolve(1);\n' }],
  ])('is an ES module where it %s', async (_, head, files) => {
    expect(await loaded(head, files)).toEqual([0, ['mjs']]);
  });
  test('is strict either way: who changes what is frozen is told', async () => {
    const { root, dispose } = folder({ ...own, [config]: `(Object.freeze({ a: 1 }) as { a: number }).a = 2;\n${own[config]!}` });
    disposals.push(dispose);
    const { code, out, err } = await leitwerk(root, 'check', 'crm');
    expect([code, `${out}${err}`]).toEqual([2, expect.stringMatching(/LW1002 +the platform's code throws: Cannot assign to read only property/)]);
  });
});
