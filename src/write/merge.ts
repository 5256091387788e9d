// Merge: what targets yield becomes whole objects, Terraform blocks and files, each with one owner, and with the target that is to thank for each part of it.
import type { Artefact, Address } from '../target.ts';
import type { Place, Tagged } from '../emit/emit.ts';
import type { OverrideEntry } from '../emit/override.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { diagnose } from '../model/catalogue.ts';
import { emit } from '../model/catalogue/emit.ts';
import { equal } from '../model/json.ts';
import { compare } from './canonical.ts';
import { addressText, blockText, near } from './address.ts';
import { join, type Clash } from './join.ts';
import { kubernetesRule, terraformRule, type Rule } from './list-keys.ts';
import { applyOverrides } from './overrides.ts';
import { anew, type Recall } from '../model/recall.ts';
import { pathFault, pathKey } from './paths.ts';

export interface Owned {
  /** Cluster of an object, account of a Terraform block. */
  readonly place: string;
  readonly owner: string;
  /** Every target that had a part in it, the owner first, the others sorted. */
  readonly by: readonly string[];
  readonly from: readonly string[];
  /** The node for which its owner yields it: what is wrong with it is said there. */
  readonly subject?: string;
  /** JSON pointer of each subtree that another than the owner brought, and who; see `ownerOf`. */
  readonly owners: ReadonlyMap<string, string>;
}
export interface MergedObject extends Owned { readonly address: Address; readonly body: JsonObject; readonly file: string }
export interface MergedBlock extends Owned { readonly block: 'resource' | 'data' | 'output' | 'moved' | 'import'; readonly type: string; readonly name: string; readonly body: JsonObject }
export interface MergedFile extends Owned { readonly path: string; readonly content: string | Json }
export interface Merged { readonly objects: readonly MergedObject[]; readonly terraform: readonly MergedBlock[]; readonly files: readonly MergedFile[] }

/** Who brought what stands at a JSON pointer: the nearest subtree that somebody else brought, else the owner. */
export function ownerOf(of: Owned, pointer: string): string {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const by = of.owners.get(at);
    if (by !== undefined) return by;
  }
  return of.owner;
}

/** The version is no part of what an object is; two versions of one object are a clash at `/apiVersion`. */
export const addressKey = ({ apiVersion, kind, namespace, name }: Address): string => {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)} ${kind} ${namespace ?? ''} ${name}`;
};

type Part<A> = Omit<Tagged, 'artefact'> & { readonly artefact: A };
type OwnObject = Extract<Artefact, { form: 'object' }>;
type Contribution = Extract<Artefact, { form: 'contribution' }>;
type Block = Extract<Artefact, { form: 'terraform' }>;
type FileArtefact = Extract<Artefact, { form: 'file' }>;

interface Group<O, C> { owner?: Part<O>; parts: Part<C>[]; from?: Set<string> }
interface Mutable { body: JsonObject; readonly owner: string; readonly by: Set<string>; readonly from: Set<string>; owners: Map<string, string> | undefined }

const NONE: ReadonlyMap<string, string> = new Map();
const fromOf = (tagged: Tagged): readonly string[] => tagged.artefact.from === undefined ? tagged.from : [...tagged.from, ...tagged.artefact.from];
const site = (tagged: Tagged) => ({ node: fromOf(tagged)[0] ?? '' });

export function merge(artefacts: readonly Tagged[], overrides: readonly OverrideEntry[], once: Recall['once'] = anew): Pass<Merged> {
  const diagnostics: Diagnostic[] = [];
  const objects = new Map<string, Group<OwnObject, Contribution>>();
  const blocks = new Map<string, Group<Block, Block>>();
  const files = new Map<string, Group<FileArtefact, never>>();
  const own = <O extends Artefact>(groups: Map<string, Group<O, never>>, key: string, tagged: Part<O>, clash: (first: Part<O>) => Diagnostic) => {
    const group = groups.get(key);
    if (group?.owner === undefined) {
      if (group) group.owner = tagged; else groups.set(key, { owner: tagged, parts: [] });
      return;
    }
    // One target may yield the same thing for several nodes: it is one thing that came from all of them.
    if (group.owner.by === tagged.by && equal(withoutOrigin(group.owner.artefact), withoutOrigin(tagged.artefact))) group.from = new Set([...(group.from ?? fromOf(group.owner)), ...fromOf(tagged)]);
    else diagnostics.push(clash(group.owner));
  };
  const contribute = <C>(groups: Map<string, Group<never, C>>, key: string, tagged: Part<C>) => {
    const group = groups.get(key);
    if (group) group.parts.push(tagged); else groups.set(key, { parts: [tagged] });
  };

  for (const tagged of inOrder(artefacts)) {
    const { artefact } = tagged;
    const place = placeName(tagged.place);
    if (artefact.form === 'object' || artefact.form === 'contribution') {
      const key = `${place} ${addressKey(artefact.address)}`;
      if (artefact.form === 'contribution') contribute(objects as never, key, tagged as Part<Contribution>);
      else own(objects as never, key, tagged as Part<OwnObject>, (first) => diagnose(emit, 'LW1301', site(tagged), { object: addressText(artefact.address), owners: both(first, tagged) }));
      if (artefact.form === 'object') refuse(diagnostics, tagged, fileOf(artefact, tagged.by), fileFault);
    } else if (artefact.form === 'terraform') {
      const key = `${place} ${artefact.block} ${artefact.type}.${artefact.name}`;
      if (artefact.contributes) contribute(blocks as never, key, tagged as Part<Block>);
      else own(blocks as never, key, tagged as Part<Block>, (first) => diagnose(emit, 'LW1301', site(tagged), { object: blockText(artefact), owners: both(first, tagged) }));
    } else if (!refuse(diagnostics, tagged, artefact.path)) {
      own(files as never, pathKey(artefact.path), tagged as Part<FileArtefact>, (first) => diagnose(emit, 'LW1307', site(tagged), { path: artefact.path, owners: both(first, tagged) }));
    }
  }

  const from = <O, C, T>(key: string, { owner, parts, from: others }: Group<O, C>, make: (diagnostics: Diagnostic[]) => T): T => {
    // what has no owner is told what is near it, which follows from all others
    if (!owner) return make(diagnostics);
    const { value, said } = once(key, [owner, ...parts, ...(others ?? [])], () => { const said: Diagnostic[] = []; return { value: make(said), said }; });
    diagnostics.push(...said);
    return value;
  };
  const merged = {
    objects: inKeyOrder(objects).flatMap(([key, group]) => from(`object ${key}`, group, (diagnostics) => {
      const whole = assemble(group, addressText, (artefact) => artefact.address, kubernetesRule, () => [...objects.values()].flatMap((g) => g.owner ? [g.owner.artefact.address] : []), diagnostics);
      return whole ? [{ ...whole, address: group.owner!.artefact.address, file: fileOf(group.owner!.artefact, group.owner!.by) }] : [];
    })),
    terraform: inKeyOrder(blocks).flatMap(([key, group]) => from(`block ${key}`, group, (diagnostics) => {
      const whole = assemble(group, blockText, (artefact) => artefact, terraformRule, () => [...blocks.values()].flatMap((g) => g.owner ? [g.owner.artefact] : []), diagnostics);
      const owner = group.owner?.artefact;
      return whole && owner ? [{ ...whole, block: owner.block, type: owner.type, name: owner.name }] : [];
    })),
    files: [...files.values()].map(({ owner, from }) => ({
      path: owner!.artefact.path, content: owner!.artefact.content, place: placeName(owner!.place), owner: owner!.by, by: [owner!.by], from: unique([...fromOf(owner!), ...(from ?? [])]), owners: NONE,
    })).sort((a, b) => compare(a.path, b.path)),
  };
  const overridden = overrides.length === 0 ? merged.objects : applyOverrides(merged.objects, overrides, diagnostics);
  return { value: { ...merged, objects: overridden }, diagnostics };
}

const inKeyOrder = <G>(groups: ReadonlyMap<string, G>): readonly (readonly [string, G])[] => [...groups.keys()].sort().map((key) => [key, groups.get(key)!]);
const withoutOrigin = ({ from: _, ...rest }: Artefact): unknown => rest;
const both = (a: Tagged, b: Tagged): readonly string[] => a.by === b.by ? [`${a.by} (${fromOf(a)[0] ?? '?'})`, `${b.by} (${fromOf(b)[0] ?? '?'})`] : [a.by, b.by];
const unique = (values: readonly string[]): readonly string[] => values.length < 2 ? values : [...new Set(values)].sort(compare);
const placeName = (place: Place): string => place.scope === 'cluster' ? place.cluster : place.scope === 'account' ? place.account : '';

/** Sorted by target and node, so that neither the order of targets nor that of declarations shows. */
function inOrder(artefacts: readonly Tagged[]): readonly Tagged[] {
  const ascending = (a: Tagged, b: Tagged): number => compare(a.by, b.by) || compare(a.from[0] ?? '', b.from[0] ?? '') || (a.from.length > 1 || b.from.length > 1 ? compare(a.from.join(), b.from.join()) : 0);
  for (let i = 1; i < artefacts.length; i++) if (ascending(artefacts[i - 1]!, artefacts[i]!) > 0) return [...artefacts].sort(ascending);
  return artefacts;
}

const fileOf = ({ file }: OwnObject, by: string): string => file ?? by.slice(by.lastIndexOf('/') + 1);
/** Objects name the file that they share with others of their target, not a folder. */
const fileFault = (file: string): string | undefined =>
  file.includes('/') ? 'it names a folder' : file.toLowerCase() === 'kustomization' ? 'that is the name of the list of all files' : pathFault(file);

function refuse(diagnostics: Diagnostic[], tagged: Tagged, path: string, fault = pathFault): boolean {
  const reason = fault(path);
  if (reason !== undefined) diagnostics.push(diagnose(emit, 'LW1308', site(tagged), { path, by: tagged.by, reason }));
  return reason !== undefined;
}

function assemble<I extends { readonly name: string }, A extends Artefact & { readonly body: JsonObject }, C extends Artefact & { readonly body: JsonObject }>(
  { owner, parts, from }: Group<A, C>, text: (id: I) => string, id: (artefact: A | C) => I, rule: Rule,
  all: () => readonly I[], diagnostics: Diagnostic[],
): (Owned & { readonly body: JsonObject }) | undefined {
  if (!owner) {
    for (const part of parts) diagnostics.push(diagnose(emit, 'LW1302', site(part as Tagged), { object: text(id(part.artefact)), by: part.by, near: near(id(part.artefact), all(), text) }));
    return undefined;
  }
  const origin = unique([...(from ?? fromOf(owner as Tagged)), ...parts.flatMap((part) => fromOf(part as Tagged))]);
  const place = placeName(owner.place);
  const subject = subjectOf(owner as Tagged);
  if (parts.length === 0) return { place, owner: owner.by, by: [owner.by], from: origin, subject, owners: NONE, body: owner.artefact.body };
  const state: Mutable = { body: owner.artefact.body, owner: owner.by, by: new Set([owner.by]), from: new Set(), owners: undefined };
  const what = id(owner.artefact) as I & { readonly kind?: string };
  for (const part of parts) {
    state.by.add(part.by);
    state.body = join(state.body, part.artefact.body, {
      kind: what.kind ?? '', rule,
      adds: (pointer) => (state.owners ??= new Map()).set(pointer, part.by),
      clash: (clash) => diagnostics.push(disagreement(text(what), clash, ownerOf({ ...state, owners: state.owners ?? NONE } as never, clash.pointer), part as Tagged)),
    });
  }
  return { place, owner: owner.by, by: [...state.by], from: origin, subject, owners: state.owners ?? NONE, body: state.body };
}

/** What a target yields for the project as a whole may still come from a node of it. */
const subjectOf = (tagged: Tagged): string => { const all = fromOf(tagged); return all.find((path) => path.includes('/')) ?? all[0] ?? ''; };

const disagreement = (object: string, { pointer, had, wants }: Clash, by: string, part: Tagged): Diagnostic =>
  diagnose(emit, 'LW1303', site(part), { object, pointer, had: short(had), by, wants: short(wants), alsoBy: part.by });

const short = (value: Json): string => { const text = JSON.stringify(value); return text.length > 120 ? `${text.slice(0, 117)}...` : text; };
