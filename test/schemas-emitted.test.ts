// Everything that the repository's own portfolio emits keeps to the upstream schemas of Kubernetes and to the provider's schema of Terraform.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { checkTerraform, terraformTables } from '../src/check/terraform-schema.ts';
import type { TerraformBlock } from '../src/target.ts';
import type { Merged } from '../src/write/merge.ts';
import { check, ONLY_THE_SERVER } from './support/kubernetes-schema.ts';
import { home, session } from './support/portfolio.ts';

/** Each tree with its place, as far as it holds objects or blocks. */
const trees: { readonly place: string; readonly merged: Merged }[] = [];
beforeAll(async () => {
  const { compilation } = await session(home);
  for (const { name, builds } of compilation.projects) for (const { env, merged } of builds) trees.push({ place: `${env.name}/${name}`, merged });
  for (const { place, merged } of compilation.portfolio) trees.push({ place: place.scope === 'cluster' ? `${place.environment}/_platform/${place.cluster}` : '_portfolio', merged });
});

it('emits Kubernetes objects that the upstream schemas allow, field for field', async () => {
  const objects = trees.flatMap(({ place, merged }) => merged.objects.map(({ body, address }) => ({ body, at: `${place}: ${address.kind} ${address.name}` })));
  const carried = objects.filter(({ body }) => !Object.hasOwn(ONLY_THE_SERVER, String(body['apiVersion']).split('/')[0]!));
  const faults = (await Promise.all(carried.map(async ({ body, at }) => (await check(body)).map((fault) => `${at} ${fault}`)))).flat();
  expect(carried.length).toBeGreaterThan(100);
  expect(faults).toEqual([]);
});

it('leaves to the API server alone what no package has a schema for, and the server has the definitions', () => {
  const table = readFileSync(join(home, 'test/judges/kubernetes/crds.tsv'), 'utf8').split('\n').map((line) => line.split('\t')[0]);
  expect(Object.values(ONLY_THE_SERVER).filter((project) => !table.includes(project))).toEqual([]);
});

it('emits Terraform blocks that the provider knows, argument for argument, with references that lead to a block', async () => {
  const tables = await terraformTables();
  const faults = trees.flatMap(({ place, merged }) => {
    const blocks = merged.terraform.map(({ block, type, name, body, place: account }) => ({ account, block: { form: 'terraform', block, type, name, body } satisfies TerraformBlock }));
    return [...new Set(blocks.map(({ account }) => account))].map((account) => blocks.filter((b) => b.account === account).map(({ block }): TerraformBlock => block)).flatMap((stack) => stack.flatMap((block) => checkTerraform(block, stack, tables).map(({ path, what }) => `${place}: ${block.block} ${block.type}.${block.name} ${path.join('.')}: ${what}`)));
  });
  expect(trees.flatMap(({ merged }) => merged.terraform).length).toBeGreaterThan(50);
  expect(faults).toEqual([]);
});
