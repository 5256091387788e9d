// Renders a tree: merged objects, blocks and files as text by path, with an index of what each file came from.
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import { diagnose } from '../model/catalogue.ts';
import { emit } from '../model/catalogue/emit.ts';
import { sha256 } from '../model/digest.ts';
import { compare } from './canonical.ts';
import { json } from './json.ts';
import { kubernetes, pathOf, type KubernetesScope } from './kubernetes.ts';
import type { Merged, Owned } from './merge.ts';
import { pathFault, pathKey } from './paths.ts';
import { terraform, type StackScope } from './terraform.ts';
import { yaml } from './yaml.ts';

/** A tree as it will be on disk, its own index.json included. */
export interface Tree { readonly path: string; readonly files: ReadonlyMap<string, string>; readonly digest: string }
/** What is known of a tree whose texts are forgotten; `index`: digest of its index.json. */
export interface KeptTree { readonly path: string; readonly digest: string; readonly index: string; readonly files: number }
export interface TreeScope {
  readonly kubernetes?: KubernetesScope;
  readonly terraform?: StackScope;
}
/** The first line of what makes a folder ours. */
export const INDEX = 'index.json';
export const SCHEMA = 1;

const content = (path: string, value: string | Json): string => {
  if (typeof value === 'string') return value;
  return /\.ya?ml$/.test(path) ? yaml(value) : json(value);
};

type Origin = { readonly targets: Set<string>; readonly nodes: Set<string> };

/** `extra` are files that need more than merged artefacts, such as a chart or the model; `places` says where a node is declared. */
export async function renderTree(path: string, merged: Merged, scope: TreeScope, extra: ReadonlyMap<string, string> = new Map(), places: ReadonlyMap<string, string> = new Map()): Promise<Pass<Tree>> {
  const diagnostics: Diagnostic[] = [];
  const texts = new Map<string, string>();
  const origins = new Map<string, Origin>();
  const spelling = new Map<string, string>();
  const put = (file: string, text: string, by: string): void => {
    const reason = file === INDEX ? 'that is the name of the tree\'s own index' : pathFault(file);
    if (reason !== undefined) { diagnostics.push(diagnose(emit, 'LW1308', site(file), { path: file, by, reason })); return; }
    const other = spelling.get(pathKey(file));
    if (other !== undefined) { diagnostics.push(diagnose(emit, 'LW1307', site(file), { path: file, owners: [owners(other), by] })); return; }
    spelling.set(pathKey(file), file);
    texts.set(file, text);
  };
  const remember = (file: string, { by, from }: Pick<Owned, 'by' | 'from'>): void => {
    const origin = origins.get(file) ?? { targets: new Set(), nodes: new Set() };
    origins.set(file, origin);
    for (const target of by) origin.targets.add(target);
    for (const node of from) origin.nodes.add(node);
  };
  const owners = (file: string): string => [...(origins.get(file)?.targets ?? ['the compiler'])].join(', ');
  const site = (file: string) => ({ node: [...(origins.get(file)?.nodes ?? [''])][0] ?? '' });

  if (scope.kubernetes) {
    for (const object of merged.objects) remember(pathOf(object, scope.kubernetes), object);
    for (const [file, text] of await kubernetes(merged.objects, scope.kubernetes)) put(file, text, owners(file));
  }
  if (scope.terraform) {
    for (const block of merged.terraform) remember(`terraform/${block.place}/cdk.tf.json`, block);
    const stacks = await terraform(merged.terraform, scope.terraform);
    diagnostics.push(...stacks.diagnostics);
    for (const [file, text] of stacks.value) put(file, text, owners(file));
  }
  for (const artefact of merged.files) {
    put(artefact.path, content(artefact.path, artefact.content), artefact.owner);
    remember(artefact.path, artefact);
  }
  for (const [file, text] of extra) put(file, text, 'the compiler');
  return { value: indexed(path, texts, origins, places), diagnostics };
}

function indexed(path: string, texts: ReadonlyMap<string, string>, origins: ReadonlyMap<string, Origin>, places: ReadonlyMap<string, string>): Tree {
  const artefacts = [...texts].toSorted(([a], [b]) => compare(a, b)).map(([file, text]) => ({
    path: file, digest: sha256(text), bytes: Buffer.byteLength(text),
    targets: [...(origins.get(file)?.targets ?? [])].sort(compare), nodes: [...(origins.get(file)?.nodes ?? [])].sort(compare),
  }));
  const nodes = [...new Set(artefacts.flatMap((a) => a.nodes))].sort(compare);
  const positions = Object.fromEntries(nodes.flatMap((node) => { const place = places.get(node); return place === undefined ? [] : [[node, place]]; }));
  // Not of the index: where a declaration stands changes nothing of what is emitted.
  const digest = sha256(artefacts.map((a) => `${a.digest} ${a.path}\n`).join(''));
  return { path, digest, files: new Map([...artefacts.map((a): [string, string] => [a.path, texts.get(a.path)!]), [INDEX, json({ leitwerk: SCHEMA, tree: path, digest, artefacts, positions })]]) };
}
