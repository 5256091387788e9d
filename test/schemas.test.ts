// Holds the strict upstream check of Kubernetes objects to samples that it must take and samples that it must refuse.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { freeze } from '../src/model/json.ts';
import { check } from './support/kubernetes-schema.ts';

type Sample = Readonly<Record<string, unknown>>;
const documents = (name: string): readonly Sample[] =>
  parseAllDocuments(readFileSync(new URL(`./schemas/${name}.yaml`, import.meta.url), 'utf8')).map((document) => document.toJS() as Sample);
const nameOf = (sample: Sample): string => `${String(sample['kind'])} ${String((sample['metadata'] as Sample | undefined)?.['name'])}`;

describe('an object that the upstream schemas allow', () => {
  for (const sample of documents('good')) it(`is taken: ${nameOf(sample)}`, async () => expect(await check(freeze(sample))).toEqual([]));
});

describe('an object with one mistake', () => {
  for (const { refusals, object } of documents('bad') as unknown as readonly { refusals: readonly string[]; object: Sample }[]) {
    it(`is refused: ${String(object['kind'])} ${refusals[0]}`, async () => expect(await check(object)).toEqual(refusals));
  }
});

it('says of what is no object at all that it is none', async () => {
  expect(await check(null)).toEqual(['/: no apiVersion or kind']);
  expect(await check({ kind: 'Pod' })).toEqual(['/: no apiVersion or kind']);
});
