// Rules in CI: what they accept, what they refuse, and that an independent implementation of CEL reads them alike.
import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, test } from 'vitest';
import { CelError } from '../../src/check/cel/compile.ts';
import { checkObjectPolicy, compileRule, judgeObject } from '../../src/check/cel/evaluate.ts';
import { cel, objects, podWith, pods, type ObjectPolicy } from '../../src/policy.ts';
import { objectOf, random, rule } from './generate.ts';
import { policies } from './portfolio.ts';

const result = (text: string, object: unknown): unknown => {
  const compiled = compileRule(text, ['object']);
  if ('code' in compiled) throw new Error(`${compiled.code} in ${text}`);
  const value = compiled.evaluate([object]);
  return value instanceof CelError ? 'error' : value;
};
const object = { a: 1, half: 1.5, text: 'é😀', yes: true, list: [1, 2], texts: ['p'], map: { x: 1, 'g/h': 'z' }, none: null, gone: undefined };

describe('a rule has the value that CEL gives it', () => {
  test.each([
    ['object.a == 1', true], ["object.a == object.text", false], ['object.missing == 1', 'error'], ['object.gone == 1', 'error'], ['has(object.gone)', false], ['has(object.none)', true],
    ['has(object.missing.x)', 'error'], ['has(object.text.x)', false], ['has(object.list.x)', 'error'], ['has(object.toString)', false],
    ['object.missing == 1 || object.yes', true], ['object.yes || object.missing == 1', true], ['object.missing == 1 && !object.yes', false], ['object.missing == 1 && object.yes', 'error'], ['object.a || object.yes', true], ['object.a && object.yes', 'error'],
    ['!object.a', 'error'], ['object.yes ? object.a == 1 : object.missing == 1', true], ['(object.a ? 1 : 2) == 1', 'error'],
    ['size(object.text) == 2', true], ['object.map.size() == 2', true], ['size(object.a) == 1', 'error'], ["object.map['g/h'] == 'z'", true], ['object.list[1] == 2', true], ['object.list[2] == 2', 'error'], ['object.list[-1] == 2', 'error'],
    ["'x' in object.map", true], ['1 in object.map', false], ['3 in object.list', false], ["'p' in object.list", false], ["'p' in object.text", 'error'],
    ['object.a < 2', true], ['object.a < object.half', true], ['object.a < object.text', 'error'], ["object.text > 'z'", true], ['object.a + 1 == 2', true], ['object.a + object.half == 2', 'error'], ['object.a + object.text == 2', 'error'], ["object.texts + ['q'] == ['p', 'q']", true],
    ['-object.a < 0', true], ['9007199254740991 + 9007199254740991 > 0', true],
    ['object.list.all(x, x > 0)', true], ['object.list.all(x, x.y)', 'error'], ['object.list.all(x, x > 5 && x.y)', false], ['object.list.exists(x, x.y || x == 2)', true], ['object.list.exists_one(x, x == 2)', true], ['object.list.exists_one(x, x == 2 || x.y)', 'error'],
    ['object.list.filter(x, x > 1) == [2]', true], ['object.list.map(x, x + 1) == [2, 3]', true], ["object.map.all(k, k == 'x' || k == 'g/h')", true], ['object.a.all(x, true)', 'error'], ['object.missing.all(x, true)', 'error'],
    ["object.?none.orValue('d') == null", true], ["object.?missing.?x.orValue('d') == 'd'", true], ['object.?map.?x.hasValue()', true], ['object.?list[?5].hasValue()', false], ['object.?list.?x.hasValue()', 'error'], ["object.missing.?x.orValue('d') == 'd'", 'error'],
    ["object.text.startsWith('é')", true], ["object.text.matches('^.{2}$')", true], ["object.a.contains('1')", 'error'],
  ] as const)('%s', (text, wanted) => expect(result(text, object)).toBe(wanted));
});

describe('what not all readers know is refused with its place', () => {
  test.each([
    ['object.a *  2 == 2', 'LW1422', '*'], ["object.list.join(',') == ''", 'LW1422', 'join'], ['{1: 2}.size() == 1', 'LW1422', '{'], ["b'a' == object.a", 'LW1422', "b'"], ['1u == object.a', 'LW1422', '1u'],
    ['object.a == 9007199254740993', 'LW1422', '9007199254740993'], ['object.matches(object.a)', 'LW1422', 'object.a'], ['object.list.map(x, x > 1, x) == []', 'LW1422', ','], ['object.list.all(object, true)', 'LW1422', 'object'],
    ['object.?a == 1', 'LW1422', 'object.?a '], ['object.?a.b.orValue(1) == 1', 'LW1422', 'b'], ["timestamp('') == object.a", 'LW1422', 'timestamp'], ["has(object['a'])", 'LW1422', "object['a']"],
    ['object.a ==', 'LW1421', ''], ['(object.a == 1', 'LW1421', ''], ["object.a == 'x", 'LW1421', "'x"], ['object.a == 1 ? true ? true : false : false', 'LW1421', '?'], ['size(object.a,) == 1', 'LW1421', ')'],
    ['object.a', 'LW1423', 'object.a'], ['object.a ? object.b : true', 'LW1423', 'object.a ? object.b : true'], ["size(object.a) == '1'", 'LW1423', "'1'"], ["'a' in 'ab'", 'LW1423', "'ab'"], ['object.a in [1, object.b]', 'LW1423', 'object.b'], ['1 && object.a', 'LW1423', '1'], ['object.a + 1.5 > 2.5', 'LW1423', '1.5'],
    ['pod.a == 1', 'LW1424', 'pod'], ["object.a.matches('(?=x)')", 'LW1425', "'(?=x)'"],
  ] as const)('%s', (text, code, place) => {
    const problem = compileRule(text, ['object']);
    if (!('code' in problem)) throw new Error('it compiles');
    expect([problem.code, text.slice(problem.start, problem.end)]).toEqual([code, place]);
  });

  test('the diagnostic shows the line and marks the place', () => {
    const policy: ObjectPolicy = { ...policies['images-by-digest'], rule: cel`
      pod.containers.all(c, has(c.image))
      && pod.containers.map(c, c.name).join(',') != ''` };
    const [diagnostic] = checkObjectPolicy('no-names', policy);
    expect(diagnostic?.what).toBe('the rule of no-names uses the function join() with 1 argument, which not all of its readers know');
    expect(diagnostic?.why).toEqual(["      && pod.containers.map(c, c.name).join(',') != ''", '                                       ^^^^']);
  });
});

test('cel-js gives random rules the same value', () => {
  const r = random(7), environment = new Environment({ enableOptionalTypes: true }).registerVariable('object', 'dyn');
  const inputs = Array.from({ length: 6 }, () => objectOf(r));
  let compared = 0;
  for (let i = 0; i < 400; i++) {
    const text = rule(r), compiled = compileRule(text, ['object']);
    // It has JavaScript's flags instead of RE2's, and takes a text as an index of a list for a key that is missing: the API server calls that an error.
    if ('code' in compiled || /\(\?[is]\)|\[\?'|\[\?\d\]|\.\?|has\(/.test(text)) continue;
    const parsed = environment.parse(text);
    for (const input of inputs) {
      const ours = compiled.evaluate([input]);
      let theirs: unknown;
      try { theirs = parsed({ object: withInts(input) }); } catch { theirs = 'error'; }
      expect([text, input, ours instanceof CelError || typeof ours !== 'boolean' ? 'error' : ours]).toEqual([text, input, typeof theirs === 'boolean' ? theirs : 'error']);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(800);
});
/** cel-js takes a JavaScript number for a double. */
function withInts(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(withInts);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withInts(v)])) : value;
}

describe('the policies on objects', () => {
  test.each(Object.entries(policies))('%s agrees with its own examples', (id, policy) => expect(checkObjectPolicy(id, policy)).toEqual([]));

  test('an example that the rule contradicts is a diagnostic', () => {
    const policy = policies['images-by-digest'];
    expect(checkObjectPolicy('x', { ...policy, fails: policy.passes }).map((d) => [d.code, d.what])).toEqual([['LW1426', 'x lets its own `fails` pass']]);
    expect(checkObjectPolicy('x', { ...policy, passes: policy.fails }).map((d) => d.what)).toEqual(['x refuses its own `passes`']);
    expect(checkObjectPolicy('x', { ...policy, passes: { apiVersion: 'v1', kind: 'Service' } }).map((d) => d.why)).toEqual([['the policy does not look at objects of this kind']]);
  });

  test('a finding names the container and the value that it saw', () => {
    const found = judgeObject(policies['images-by-digest'], podWith({ image: 'vllm/vllm-openai:v0.27.1' }));
    expect(found).toMatchObject({ why: ["pod.containers[0] (main): c.image.matches('@sha256:[0-9a-f]{64}$') does not hold (c.image is \"vllm/vllm-openai:v0.27.1\")"] });
  });

  test('the template of every workload is judged, however deep', () => {
    const { spec } = podWith({ image: 'a/b:v1' }) as { spec: object };
    const template = { spec };
    const bodies = [
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }, { apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { template } }, { apiVersion: 'batch/v1', kind: 'Job', spec: { template } },
      { apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: { spec: { template } } } },
    ];
    for (const body of bodies) expect(judgeObject(policies['images-by-digest'], body as never)).not.toBe('passes');
    expect(judgeObject(policies['images-by-digest'], { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: {} })).toBe('passes');
    expect(judgeObject(policies['images-by-digest'], { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' }, spec: {} })).toMatchObject({ what: 'has no pod template' });
  });

  test('a rule without a value refuses, and says so', () => {
    const policy: ObjectPolicy = { ...policies['images-by-digest'], onObject: objects('v1', 'ConfigMap', 'configmaps'), rule: cel`object.data.mode == 'strict'` };
    const found = judgeObject(policy, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
    expect(found).toMatchObject({ why: expect.arrayContaining(['the rule cannot be evaluated: no such key: data, which refuses the object']) as unknown });
    expect(judgeObject({ ...policy, onObject: pods() }, { apiVersion: 'v1', kind: 'ConfigMap' })).toBe('passes');
  });

  test('judging an object takes microseconds', () => {
    const body = podWith({ securityContext: { allowPrivilegeEscalation: false } });
    for (let i = 0; i < 2_000; i++) judgeObject(policies['images-by-digest'], body);
    const from = performance.now();
    for (let i = 0; i < 2_000; i++) for (const policy of Object.values(policies)) judgeObject(policy, body);
    // 20 µs is the budget; five times that leaves room for a busy machine
    expect((performance.now() - from) / 6_000).toBeLessThan(0.1);
  });
});
