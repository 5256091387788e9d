// The emitter against two parsers that are not ours: whatever JSON goes in comes out of YAML 1.1 and 1.2 alike.
import fc from 'fast-check';
import * as jsYaml from 'js-yaml';
import { describe, expect, it } from 'vitest';
import * as eemeli from 'yaml';
import type { Json } from '../../src/model/json.ts';
import { canonicalObject } from '../../src/write/canonical.ts';
import { json } from '../../src/write/json.ts';
import { yaml } from '../../src/write/yaml.ts';

const nasty = [
  '', ' ', 'y', 'No', 'ON', 'null', 'Null', '~', 'true', '.inf', '.NaN', '-.INF', '1e3', '1_000', '0x1F', '0o14', '012', '1:30', '1:30:00', '2026-11-23', '2026-11-23T00:00:00Z', '=', '<<', '-', '- a', '?', '? a', ':', 'a: b', 'a:',
  'a :b', 'a::b', 'a #b', 'a#b', '#a', '&a', '*a', '!a', '!!str a', '|', '>', '%YAML 1.1', '@a', '`a`', '"', "'", "it's", '{a', '[a]', 'a, b', '---', '...', '--- a', 'a\nb', 'a\nb\n', 'a\n\n', '\na', ' a\nb', 'a\n  b\n', 'a\n \nb', 'a\t\nb', '\ta',
  'a\r\nb', 'a\u0085b', 'a\u2028b\nc', '\ufeffa', 'a\u0000', '\u007f', 'ü', '😀', '{{ .Values.x }}', '${a}', '%{if}', '16Gi', '100m', '1.5', '10%', '0123Gi', '1e3m', '12e03', '+1', '.5', '0.', '0b1', '190:20:30', 'k: |', 'a\\', '\\n', '__proto__',
  'constructor', 'a\n---\nb', 'a\n# b', 'a\n%YAML', 'x'.repeat(1500), 'yes:', 'a\n\tb', 'end ', ' #', 'null ', '0.1.2', '1.', 'e5', 'E+5', '<a>', 'a|b', 'a\n\n\nb\n\n\n', '\n', '\n\n',
  '--port=8000', '-x', '--', '--- x', '-y', '-.inf', '(a > 1)', '1 - a(b)', '10.0.0.0/8', '0 1 * * *', '1/2', '2026-11-23/x', '1h0m0s', '0h', '00m', 'a{b="c"} > 1', 'say "no: never" #1', "it's \"x\": \\y", 'a "b', 'a #"b', 'x{', 'x}', 'x]', '$(x)', '$', '(', '(: ', 'a,b', 'a, [b]', 'arn:aws:iam::1:role/x', 'a: "\\"', '1*2', '1:2/3', '1e3/', '0x1/', 'a"',
];
const string = fc.oneof(fc.constantFrom(...nasty), fc.string(), fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('')), fc.array(fc.constantFrom(...nasty), { maxLength: 4 }).map((parts) => parts.join('\n')))
  // Half a surrogate pair is no Unicode: no parser of bytes can meet one.
  .filter((text) => !/\p{Cs}/u.test(text));
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0), fc.constantFrom(1e21, 1e-7, 1.5e300, 0.1));
const document = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, string, number, fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(string.filter((key) => key !== '__proto__'), tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))),
})).value;

const plain = (value: Json): unknown => JSON.parse(JSON.stringify(value));
const oracles: Readonly<Record<string, (text: string) => unknown>> = {
  'yaml 1.1': (text) => eemeli.parse(text, { version: '1.1', merge: false }),
  'yaml 1.2': (text) => eemeli.parse(text, { version: '1.2' }),
  'js-yaml': (text) => jsYaml.load(text),
};

describe('yaml', () => {
  for (const [name, parse] of Object.entries(oracles)) {
    it(`is read back equal by ${name}`, () => {
      for (const text of nasty) expect(parse(yaml({ [text === '__proto__' ? 'p' : text]: [text, { k: text }] }))).toEqual({ [text === '__proto__' ? 'p' : text]: [text, { k: text }] });
      fc.assert(fc.property(document, (value) => { expect(parse(yaml(value))).toEqual(plain(value)); }), { numRuns: 700 });
    });
  }

  it('writes what a person would write', () => {
    expect(yaml({
      apiVersion: 'apps/v1', labels: { 'app.kubernetes.io/name': 'chat' }, memory: '16Gi', answer: 'no', port: 8080, args: ['--model', 'meta/llama:70b', '1'], none: [], empty: {}, expr: 'a\n  b\n', nested: [[1, 2], [{ a: 1, b: [] }]],
    })).toBe(`apiVersion: apps/v1
labels:
  app.kubernetes.io/name: chat
memory: 16Gi
answer: "no"
port: 8080
args:
  - --model
  - meta/llama:70b
  - "1"
none: []
empty: {}
expr: |
  a
    b
nested:
  - - 1
    - 2
  - - a: 1
      b: []
`);
  });

  it('orders a Kubernetes object as people read it, whatever order it was built in', () => {
    const built = canonicalObject({ spec: { b: [{ image: 'x', name: 'm', args: [] }], a: 1 }, metadata: { labels: { z: '1', a: '2' }, namespace: 'n', name: 'o' }, kind: 'Pod', apiVersion: 'v1' });
    expect(JSON.stringify(built)).toBe('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"o","namespace":"n","labels":{"a":"2","z":"1"}},"spec":{"a":1,"b":[{"name":"m","args":[],"image":"x"}]}}');
  });

  it('leaves out what is undefined', () => {
    expect(yaml({ a: undefined, b: { c: undefined } })).toBe('b: {}\n');
    expect(json({ a: 1, b: undefined })).toBe('{\n  "a": 1\n}\n');
  });
});
