// A large portfolio is compiled by two threads: what they make is what one makes, in the same order, and what the second cannot do the first does.
import { expect, test } from 'vitest';
import { compileInParts } from '../src/cli/parts.ts';
import { home, session } from './support/portfolio.ts';

async function made(root: string, many: number) {
  const { input } = await session(home);
  const whole = compileInParts(input, root, () => undefined, { many });
  const trees: (readonly [string, string])[] = [];
  for await (const tree of whole.trees()) trees.push([tree.path, tree.digest]);
  return { trees: trees.sort(), rows: whole.rows, diagnostics: whole.diagnostics, made: whole.made };
}

test('two threads make the same trees, rows and findings as one', async () => {
  const alone = await made(home, 1_000);
  expect(alone.rows.length).toBe(4);
  expect(alone.trees.length).toBe(alone.made.trees);
  expect(await made(home, 1)).toEqual(alone);
});

test('where the helper finds no platform, the first thread does it all', async () => {
  expect(await made('/', 1)).toEqual(await made(home, 1_000));
});
