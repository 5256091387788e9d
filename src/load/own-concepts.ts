// A company's own concepts: its `constructs/` folder as schemas, validators and a guest bundle, kept in `.leitwerk/` until a file changes.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConceptInfo, Validator } from '../model/concepts.ts';
import { sha256 } from '../model/digest.ts';
import { foreign } from './foreign.ts';

export interface OwnConcepts {
  readonly info: Readonly<Record<string, ConceptInfo>>;
  readonly validators: Readonly<Record<string, Validator>>;
  /** Path of the guest bundle with the package's and these concepts. */
  readonly guest: string;
}
interface Dev { readonly load: (entry: string) => Promise<Record<string, unknown>> }

/** Nothing where there is no such folder. Needs the package's generator, which loads zod and ajv: only when something has changed. */
export async function ownConcepts(root: string, home: string): Promise<OwnConcepts | undefined> {
  const folder = join(root, 'constructs');
  if (!existsSync(folder)) return undefined;
  const stamps = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => { const path = join(e.parentPath, e.name); const { size, mtimeMs } = statSync(path); return `${relative(root, path)} ${size} ${mtimeMs}`; }).sort();
  if (stamps.length === 0) return undefined;
  const key = sha256([statSync(join(home, 'package.json')).mtimeMs, ...stamps].join('\n')).slice(0, 16);
  const place = join(root, '.leitwerk', `concepts-${key}`);
  if (!existsSync(join(place, 'schemas.json'))) await make(place, root, home);
  const { validators } = await foreign<Pick<OwnConcepts, 'validators'>>(pathToFileURL(join(place, 'validators.mjs')).href);
  return { info: JSON.parse(readFileSync(join(place, 'schemas.json'), 'utf8')) as OwnConcepts['info'], validators, guest: join(place, 'guest.js') };
}

async function make(place: string, root: string, home: string): Promise<void> {
  const { load } = await foreign<Dev>(pathToFileURL(join(home, 'src/dev/run.mjs')).href);
  const [{ loadConcepts }, { validatorsModule }, { buildGuest }] = await Promise.all([
    load('src/dev/concepts.ts'), load('src/dev/validators.ts'), foreign(pathToFileURL(join(home, 'src/dev/guest.mjs')).href),
  ]) as unknown as [
    { readonly loadConcepts: (folders: readonly string[], root: string) => Promise<readonly (ConceptInfo & { readonly source: string })[]> },
    { readonly validatorsModule: (schemas: Readonly<Record<string, unknown>>) => Promise<string> },
    { readonly buildGuest: (folders: readonly string[]) => Promise<string> },
  ];
  const folders = [join(home, 'constructs'), join(root, 'constructs')];
  const all = await loadConcepts(folders, root);
  const own = all.filter((c) => c.source.startsWith(join(root, 'constructs'))).map(({ source: _, ...info }) => info);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'guest.js'), await buildGuest(folders));
  writeFileSync(join(place, 'validators.mjs'), await validatorsModule(Object.fromEntries(own.map((c) => [c.kind, c.schema]))));
  // last: its presence says that the rest is whole
  writeFileSync(join(place, 'schemas.json'), JSON.stringify(Object.fromEntries(own.map((c) => [c.kind, c]))));
}
