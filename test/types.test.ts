// What authors may not write is refused by TypeScript, at the property and in these words; what the projects write is accepted.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import config from '../leitwerk.config.ts';
import { conceptBundle } from '../src/dev/own.ts';
import { platformTypes } from '../src/dev/platform-types.ts';
import type { Platform } from '../src/model/platform.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = join(root, 'test/must-not-compile');

interface Complaint { readonly file: string; readonly line: number; readonly code: string; readonly text: string }
function compile(project: string): readonly Complaint[] {
  let output: string;
  try {
    output = execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', project, '--pretty', 'false'], { encoding: 'utf8', cwd: root });
  } catch (error) {
    output = (error as { readonly stdout: string }).stdout;
  }
  return output.split('\n').flatMap((line) => {
    const match = /^(?:.*\/)?([^/(]+)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line);
    return match ? [{ file: match[1]!, line: Number(match[2]), code: match[3]!, text: match[4]! }] : line.startsWith('error') ? [{ file: '', line: 0, code: '', text: line }] : [];
  });
}

describe('a declaration does not compile', () => {
  const complaints = compile(fixtures);
  const files = readdirSync(fixtures).filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts')).sort();

  test('in every fixture, and nowhere else', () => {
    expect([...new Set(complaints.map((c) => c.file))].sort()).toEqual(files);
  });

  test.each(files)('%s: at the lines that say so, with the text that they say', (file) => {
    const lines = readFileSync(join(fixtures, file), 'utf8').split('\n');
    const expected = lines.flatMap((text, i) => {
      const match = /\/\/ error (TS\d+): (.+)$/.exec(text);
      return match ? [{ line: i + 1, code: match[1]!, text: match[2]! }] : [];
    });
    const found = complaints.filter((c) => c.file === file);
    expect(expected.length).toBeGreaterThan(0);
    expect(found.map(({ line, code }) => ({ line, code }))).toEqual(expected.map(({ line, code }) => ({ line, code })));
    for (const [i, { text }] of expected.entries()) expect(found[i]!.text).toContain(text);
  });
});

/** A tsconfig somewhere else, so that what is tried does not depend on what `leitwerk types` has left in this folder. */
function elsewhere(files: Readonly<Record<string, string>>, include: readonly string[], options: object = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'leitwerk-types-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const compilerOptions = { paths: { leitwerk: [join(root, 'src/generated/leitwerk.d.ts')] }, ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.projects.json'), compilerOptions, include: ['.', ...include] }));
  return folder;
}

describe('the projects of this repository compile', () => {
  const platform = config as unknown as Platform;

  test('against the names of its platform, and against what they publish', () => {
    const types = platformTypes(platform, { 'crm/tickets': 'DataContract', 'crm/customers': 'DataContract' });
    expect(compile(elsewhere({ 'types.d.ts': types }, [join(root, 'projects')]))).toEqual([]);
  });

  test('no longer, if what they use is published no more', () => {
    const types = platformTypes(platform, { 'crm/customers': 'DataContract' });
    const [first, ...more] = compile(elsewhere({ 'types.d.ts': types }, [join(root, 'projects')]));
    expect(first?.text).toBe('Argument of type \'"crm/tickets"\' is not assignable to parameter of type \'"crm/customers"\'.');
    expect(more).toEqual([]);
  });
});

test('a concept of the portfolio itself takes constructs of the package, and no others', async () => {
  const portfolio = mkdtempSync(join(tmpdir(), 'leitwerk-portfolio-'));
  mkdirSync(join(portfolio, 'constructs'));
  writeFileSync(join(portfolio, 'constructs/robot.ts'), `import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
export class Robot extends concept('Robot', { doc: 'A robot.', schema: () => z.strictObject({ brain: ref('Model') }), example: { brain: a('Model') } }) {}
`);
  const { types } = await conceptBundle(portfolio);
  const project = `import type { AiProject, Budget, Model } from 'leitwerk';
import { Robot } from '#constructs/robot';
export const right = (project: AiProject, brain: Model) => new Robot(project, 'right', { brain, only: [] });
export const wrong = (project: AiProject, brain: Budget) => new Robot(project, 'wrong', { brain });
`;
  const paths = { leitwerk: [join(root, 'src/generated/leitwerk.d.ts')], '#constructs/*': ['./constructs.d.ts'] };
  expect(compile(elsewhere({ 'constructs.d.ts': types, 'project.ts': project }, [], { paths })).map(({ line, text }) => `${line} ${text}`))
    .toEqual(["4 Type 'Budget' is not assignable to type 'Model'."]);
});

test('the declarations that authors see are valid themselves', () => {
  const [copy, texts] = ['src/generated/leitwerk.d.ts', 'src/guest/text-files.d.ts'].map((f) => readFileSync(join(root, f), 'utf8')) as [string, string];
  expect(compile(elsewhere({ 'leitwerk.d.ts': copy.replace('../guest/', './'), 'text-files.d.ts': texts }, [], { skipLibCheck: false }))).toEqual([]);
});

test('platform types are the same whatever the order of declaration', () => {
  const published = { 'b/x': 'DataContract', 'a/y': 'DataContract' };
  const reversed = { ...config, teams: Object.fromEntries(Object.entries(config.teams).reverse()) } as unknown as Platform;
  expect(platformTypes(reversed, published)).toBe(platformTypes(config as unknown as Platform, Object.fromEntries(Object.entries(published).reverse())));
});
