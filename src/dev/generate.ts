// Writes everything in `src/generated` from the concept files and the folders of targets, facts and policies; `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from '../model/platform.ts';
import { infoOf, loadConcepts, type LoadedConcept } from './concepts.ts';
import { authoringFunctions, type AuthoringFunction } from './functions.ts';
import { packageRoot } from './paths.mjs';
import { registeredIn, renderRegistry, renderRegistryTypes } from './registry.ts';
import { renderAuthoring } from './render-authoring.ts';
import { renderKinds } from './render-kinds.ts';
import { jsonSchema } from './schema.ts';

/** The text of every generated file, by its name in `src/generated`. */
export async function generated(root: string = packageRoot): Promise<Readonly<Record<string, string>>> {
  const concepts = await loadConcepts([join(root, 'constructs')], root);
  const registered = registeredIn(root);
  return {
    'kinds.ts': renderKinds(concepts),
    'leitwerk.d.ts': authoring(concepts),
    'platform-schema.json': pretty(jsonSchema(platform)),
    'registry-types.ts': renderRegistryTypes(root, registered),
    'registry.ts': renderRegistry(root, registered, concepts.filter((c) => c.published).map((c) => c.kind)),
    'schemas.json': pretty(Object.fromEntries(concepts.map((c) => [c.kind, infoOf(c)]))),
  };
}

/** What authors see of these concepts. */
const authoring = (concepts: readonly LoadedConcept[]): string =>
  renderAuthoring(readFileSync(join(packageRoot, 'src/guest/prelude.d.ts'), 'utf8'), concepts, functionsOf(concepts));
export const functionsOf = (concepts: readonly LoadedConcept[]): readonly AuthoringFunction[] => [...new Set(concepts.map((c) => c.source))].sort().flatMap(authoringFunctions);
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

export async function main(args: readonly string[]): Promise<number> {
  const folder = join(packageRoot, 'src/generated');
  const different = Object.entries(await generated()).filter(([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text);
  if (args.includes('--check')) {
    for (const [name] of different) console.error(`src/generated/${name} is out of date: run npm run generate`);
    return different.length > 0 ? 1 : 0;
  }
  for (const [name, text] of different) {
    writeFileSync(join(folder, name), text);
    console.error(`wrote src/generated/${name}`);
  }
  return 0;
}
