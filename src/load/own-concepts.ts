// A company's own concepts: its `constructs/` folder as schemas, validators and a guest bundle, kept in `.leitwerk/` until a file changes.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConceptBundle } from '../dev/own.ts';
import type { ConceptInfo, Validator } from '../model/concepts.ts';
import { sha256 } from '../model/digest.ts';
import { foreign } from './foreign.ts';

export interface OwnConcepts {
  readonly info: Readonly<Record<string, ConceptInfo>>;
  readonly validators: Readonly<Record<string, Validator>>;
  /** Path of the guest bundle with the package's and these concepts. */
  readonly guest: string;
}
interface Generator { readonly conceptBundle: (root: string) => Promise<ConceptBundle> }

/** Declarations for the editor, where the `tsconfig.json` of `leitwerk init` looks for them: what projects import, and what targets and policies see. */
export const declarations = ['constructs.d.ts', 'nodes.d.ts'] as const;

/** Nothing where there is no such folder. Needs the package's generator, which loads zod and ajv: only when something has changed. */
export async function ownConcepts(root: string, home: string): Promise<OwnConcepts | undefined> {
  const stamps = stampsOf(root);
  const kept = join(root, '.leitwerk');
  if (stamps.length === 0) {
    for (const name of declarations) rmSync(join(kept, name), { force: true });
    return undefined;
  }
  const key = sha256([statSync(join(home, 'package.json')).mtimeMs, ...stamps].join('\n')).slice(0, 16);
  const place = join(kept, `concepts-${key}`);
  if (!existsSync(join(place, 'schemas.json'))) await make(place, root, home);
  for (const name of declarations) refresh(join(kept, name), readFileSync(join(place, name), 'utf8'));
  const { validators } = await foreign<Pick<OwnConcepts, 'validators'>>(pathToFileURL(join(place, 'validators.mjs')).href);
  return { info: JSON.parse(readFileSync(join(place, 'schemas.json'), 'utf8')) as OwnConcepts['info'], validators, guest: join(place, 'guest.js') };
}

/** Size and time of each file in `constructs/`, sorted. */
function stampsOf(root: string): readonly string[] {
  const folder = join(root, 'constructs');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile() && e.name.endsWith('.ts'))
    .map((e) => { const path = join(e.parentPath, e.name); const { size, mtimeMs } = statSync(path); return `${relative(root, path)} ${size} ${mtimeMs}`; }).sort();
}

async function make(place: string, root: string, home: string): Promise<void> {
  const { conceptBundle } = await foreign<Generator>(pathToFileURL(join(home, 'build/own.mjs')).href);
  const { info, validators, guest, types, nodes } = await conceptBundle(root);
  forget(join(root, '.leitwerk'));
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'guest.js'), guest);
  writeFileSync(join(place, 'validators.mjs'), validators);
  writeFileSync(join(place, 'constructs.d.ts'), types);
  writeFileSync(join(place, 'nodes.d.ts'), nodes);
  // last: its presence says that the rest is whole
  writeFileSync(join(place, 'schemas.json'), JSON.stringify(info));
}

/** Removes what was made of earlier texts; another command may still be at work with what is a minute old. */
function forget(kept: string): void {
  if (!existsSync(kept)) return;
  for (const name of readdirSync(kept)) {
    const path = join(kept, name);
    if (name.startsWith('concepts-') && Date.now() - statSync(path).mtimeMs > 60_000) rmSync(path, { recursive: true, force: true });
  }
}

/** Written only when it differs, so that editors do not start over. */
function refresh(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}
