// Random objects of one environment, over so small an alphabet that two environments agree in much and differ in much.
import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';
import type { ChartEnvironment } from '../../src/write/chart.ts';

type Objects = ChartEnvironment['objects'];
const text = fc.constantFrom('a', 'b', 'no', '1', '{{ .Values.x }}', '}}', '{', '{{', '{{{', '{{- end }}', 'a\nb', 'a\nb\n', 'x  \n', '\n', '', '"', '`', '\\', 'é', '\u0085', '\u2028', '\ufeff', '<&>', '$', '# no', '---');
const scalar: fc.Arbitrary<Json> = fc.oneof(text, fc.constantFrom(0, 1, 1000000, 1.5, true, false, null));
const value = fc.letrec<{ v: Json }>((tie) => ({ v: fc.oneof({ maxDepth: 3 }, scalar, scalar, fc.array(tie('v'), { maxLength: 2 }), fc.dictionary(fc.constantFrom('a', 'b', 'c', '{{', 'k/1'), tie('v'), { maxKeys: 3 })) })).v;
const container = fc.record({ name: fc.constantFrom('m', 's', 't'), image: text, env: fc.uniqueArray(fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: text }), { selector: (e) => e.name, maxLength: 3 }), extra: value }, { requiredKeys: ['name'] });
const body = fc.record({ containers: fc.uniqueArray(container, { selector: (c) => c.name, maxLength: 3 }), any: value, data: fc.dictionary(fc.constantFrom('a', 'b'), text) }, { requiredKeys: [] });
export const objectSet: fc.Arbitrary<Objects> = fc.uniqueArray(fc.tuple(fc.constantFrom('one', 'two', 'three'), body), { selector: ([name]) => name, maxLength: 3 })
  .map((list): Objects => list.map(([name, spec]) => ({ file: name === 'two' ? 'two' : 'rest', body: { apiVersion: 'v1', kind: 'Thing', metadata: { name, namespace: 'p' }, spec: spec as JsonObject } })));
