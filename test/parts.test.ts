// A large portfolio is compiled by two threads: what they make is what one makes, in the same order, and what the second cannot do the first does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileInParts } from '../src/cli/parts.ts';
import { folder, ownPortfolio, session } from './support/portfolio.ts';

const { root, dispose } = folder(ownPortfolio('crm', 'demand-forecast'));
afterAll(dispose);

async function made(helper: string, many: number) {
  const { input } = await session(root);
  const whole = compileInParts(input, helper, () => undefined, { many });
  const trees: (readonly [string, string])[] = [];
  for await (const tree of whole.trees()) trees.push([tree.path, tree.digest]);
  return { trees: trees.sort(), rows: whole.rows, diagnostics: whole.diagnostics, made: whole.made };
}
let alone: Awaited<ReturnType<typeof made>>;
beforeAll(async () => { alone = await made(root, 1_000); });

test('two threads make the same trees, rows and findings as one', async () => {
  expect(alone.rows.length).toBe(2);
  expect(alone.trees.length).toBe(alone.made.trees);
  expect(await made(root, 1)).toEqual(alone);
});

test('where the helper finds no platform, the first thread does it all', async () => {
  expect(await made('/', 1)).toEqual(alone);
});
