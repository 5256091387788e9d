// Patterns: matched as RE2 does, in linear time, and refused where RE2 refuses.
import { describe, expect, test } from 'vitest';
import { compileRegex } from '../../src/model/regex.ts';
import { random } from './generate.ts';

const matches = (pattern: string, text: string): boolean => {
  const regex = compileRegex(pattern);
  if (typeof regex === 'string') throw new Error(regex);
  return regex(text);
};

test('patterns that JavaScript reads like RE2 match the same texts', () => {
  const r = random(3), pick = <T>(of: readonly T[]): T => of[Math.floor(r() * of.length)]!;
  const atom = (depth: number): string => depth === 0 ? pick(['a', 'b', '[ab]', '[^a]', '\\d', '\\w', 'x-y', '\\.', '^', '$', '\\b', '[a-c1-3]', 'é', '\\B'])
    : pick([() => atom(0), () => `(${pattern(depth - 1)})`, () => `(?:${pattern(depth - 1)})`, () => atom(0)])();
  const pattern = (depth: number): string => Array.from({ length: 1 + Math.floor(r() * 3) }, () => {
    const a = atom(depth);
    return /^[\^$]$|^\\[bB]$/.test(a) ? a : a + pick(['', '', '', '*', '+', '?', '{2}', '{1,2}', '{0,1}', '*?']);
  }).join(pick(['', '', '|']));
  for (let i = 0; i < 1_500; i++) {
    const p = pattern(2), text = Array.from({ length: Math.floor(r() * 8) }, () => pick(['a', 'b', 'c', '1', '.', 'x-y', 'é', '😀', ' '])).join('');
    expect([p, text, matches(p, text)]).toEqual([p, text, new RegExp(p, 'u').test(text)]);
  }
});

test.each([
  ['a$', 'a\n', false], ['.', '\r', true], ['.', '\n', false], ['(?s).', '\n', true], ['(?i)AbC', 'xaBcx', true], ['(?i:a)b', 'AB', false], ['\\s', '\v', false], ['\\s', '\u00a0', false], ['\\x41\\x{42}', 'AB', true],
  ['^.$', '😀', true], ['\\Aab\\z', 'ab', true], ['[]a]+$', ']a]', true], ['a{,2}', 'a{,2}', true], ['(?P<n>a)', 'a', true], ['', '', true], ['(a|)b', 'b', true],
] as const)('RE2 reads %j on %j as %s', (pattern, text, wanted) => expect(matches(pattern, text)).toBe(wanted));

test.each(['(?=a)', '(?<=a)b', '(a)\\1', 'a**', 'a{2}{3}', '*a', '(a', 'a)', '[a', 'a{1001}', '\\pL', '\\', '[b-a]', '[[:alpha:]]', '(?m)a', '((a{1000}){1000})'])('%s is refused', (pattern) => {
  expect(typeof compileRegex(pattern)).toBe('string');
});

describe('a hostile value takes linear time', () => {
  test.each(['^(a+)+$', '(a|a)*b', '(a*)*c', 'a*a*a*a*b'])('%s', (pattern) => {
    const from = performance.now();
    expect(matches(pattern, `${'a'.repeat(50_000)}!`)).toBe(false);
    expect(performance.now() - from).toBeLessThan(2_000);
  });
});
