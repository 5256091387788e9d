// Everything that a portfolio's own `constructs/` adds, as texts that the loader keeps by content: metadata, validators, guest, authoring types.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConceptInfo } from '../model/concepts.ts';
import { infoOf, loadConcepts } from './concepts.ts';
import { functionsOf } from './generate.ts';
import { buildGuest } from './guest.mjs';
import { packageRoot } from './paths.mjs';
import { renderOwn } from './render-authoring.ts';
import { namedTypes, renderOwnNodes } from './render-kinds.ts';
import { validatorsModule } from './validators.ts';

export interface ConceptBundle {
  /** Of the own concepts alone. */
  readonly info: Readonly<Record<string, ConceptInfo>>;
  /** Text of an ES module that exports `validators`, of the own concepts alone. */
  readonly validators: string;
  /** CommonJS text with the package's concepts and the own ones. */
  readonly guest: string;
  /** Declarations of the own concepts, which projects import as `#constructs/...`. */
  readonly types: string;
  /** Declarations of their nodes, for the portfolio's own targets and policies. */
  readonly nodes: string;
}

/** Throws an error that names the file if a concept is not usable, or if esbuild refuses one. */
export async function conceptBundle(root: string, folder: string = join(root, 'constructs')): Promise<ConceptBundle> {
  const folders = [join(packageRoot, 'constructs'), folder];
  const all = await loadConcepts(folders, root);
  const own = all.filter((concept) => concept.source.startsWith(join(folder, '/')));
  namedTypes(all, 'author'); // refuses two meanings of one name
  const base = (name: string): string => readFileSync(join(packageRoot, 'src/generated', name), 'utf8');
  const types = renderOwn(base('leitwerk.d.ts'), own, functionsOf(own));
  const nodes = renderOwnNodes(base('kinds.ts'), own);
  const info = Object.fromEntries(own.map((c) => [c.kind, infoOf(c)]));
  const [validators, guest] = await Promise.all([validatorsModule(Object.fromEntries(own.map((c) => [c.kind, c.schema]))), buildGuest(folders)]);
  return { info, validators, guest, types, nodes };
}
