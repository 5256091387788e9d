// CycloneDX's own library: each bill of materials is one of its specification, nothing unknown in it, and every reference leads to a part of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, problem, verdict } from './support/files.mjs';
import { installPackages, requireFrom } from './support/npm.mjs';

const packages = ['@cyclonedx/cyclonedx-library@10.3.0', 'ajv@8.20.0', 'ajv-formats@3.0.1', 'ajv-formats-draft2019@1.6.1'];
export const name = 'cyclonedx', version = packages[0], needs = ['npm'];
export const install = (context) => installPackages('cyclonedx', packages, context);

/** It compiles the schema once, which takes longer than to read a hundred of them. */
let validator;
async function reasons(text, context) {
  const unparsed = problem(() => json(text));
  if (unparsed) return unparsed;
  const { Spec, Validation } = requireFrom('cyclonedx', context)('@cyclonedx/cyclonedx-library');
  const bom = JSON.parse(text);
  validator ??= new Validation.JsonStrictValidator(Spec.Version.v1dot7);
  const errors = await validator.validate(text);
  if (errors !== null) return JSON.stringify(errors, null, 1);
  const refs = [bom.metadata.component, ...bom.components ?? [], ...bom.services ?? []].map((part) => part['bom-ref']), known = new Set(refs);
  const named = [...(bom.dependencies ?? []).flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]), ...(bom.components ?? []).flatMap((c) => c.modelCard?.modelParameters?.datasets ?? []).map((d) => d.ref)];
  return [...(known.size < refs.length ? ['two parts have one reference'] : []), ...named.filter((ref) => !known.has(ref)).map((ref) => `${ref} is referred to, and not there`), ...['serialNumber', 'timestamp'].filter((key) => JSON.stringify(bom).includes(`"${key}":`)).map((key) => `${key} makes two runs differ`)].join('; ');
}

const bom = (more) => ({ bomFormat: 'CycloneDX', specVersion: '1.7', version: 1, metadata: { component: { type: 'application', 'bom-ref': 'a', name: 'a' } }, components: [{ type: 'machine-learning-model', 'bom-ref': 'a/m', name: 'm', modelCard: { quantitativeAnalysis: { performanceMetrics: [{ type: 'recall', value: '0.8' }] } } }], dependencies: [{ ref: 'a', dependsOn: ['a/m'] }], ...more });
export const selfTest = (context) => Promise.all(Object.entries({
  good: bom({}), 'an unknown field': bom({ colour: 'red' }), 'a metric that is a number': bom({ components: [{ type: 'machine-learning-model', 'bom-ref': 'a/m', name: 'm', modelCard: { quantitativeAnalysis: { performanceMetrics: [{ value: 0.8 }] } } }] }),
  'an unknown kind of part': bom({ components: [{ type: 'gadget', 'bom-ref': 'a/m', name: 'm' }] }), 'a reference to nothing': bom({ dependencies: [{ ref: 'a', dependsOn: ['a/gone'] }] }), 'an SPDX id that is none': bom({ components: [{ type: 'library', 'bom-ref': 'a/m', name: 'm', licenses: [{ license: { id: 'Nobody-1.0' } }] }] }),
}).map(async ([sample, value]) => { const why = await reasons(JSON.stringify(value), context); return verdict(sample, sample === 'good' ? 'accept' : 'refuse', why !== '', why); }));

export const takes = (paths) => paths.filter((path) => /\/documents\/ml-bom\.json$/.test(path));
export async function judge(paths, context) {
  const verdicts = await Promise.all(paths.map(async (what) => ({ what, why: await reasons(readFileSync(join(context.dist, what), 'utf8'), context) })));
  const refused = verdicts.filter(({ why }) => why !== '');
  return { accepted: paths.length - refused.length, refused };
}
