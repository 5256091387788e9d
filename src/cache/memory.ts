// What an earlier run found out, by content: a project that is as it was is neither bundled nor evaluated, and one of which all that it depends on is as it was is not compiled.
import { sep } from 'node:path';
import type { Model } from '../model/node.ts';
import type { AppliedWaiver } from '../model/waiver.ts';
import { sha256 } from '../model/digest.ts';
import { freeze } from '../model/json.ts';
import type { Analysis, Input, Remembered } from '../pipeline.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Row } from '../report/summary.ts';
import type { KeptTree } from '../write/render.ts';
import { contentsOf, surroundingsOf } from './contents.ts';
import { readCache, writeCache, type Stored } from './file.ts';

/** What became of a project, and on what that depends beside its own text, those that it uses, and the platform. */
export interface Kept extends Remembered {
  readonly granted: string;
  readonly asOf?: string;
  readonly portfolio?: string;
  /** The waivers with what they exempt. */
  readonly applied: readonly AppliedWaiver[];
  /** With their places, if they were shown. */
  readonly diagnostics: readonly Diagnostic[];
  /** Once its trees were written. */
  readonly written?: { readonly row: Row; readonly trees: readonly KeptTree[] };
}
interface Entry { readonly contents: string; readonly uses: readonly string[]; readonly kinds: readonly string[]; readonly published: readonly (readonly [path: string, kind: string])[]; readonly model: readonly [offset: number, length: number]; readonly kept?: Kept }
/** `key`: all that what belongs to no project is made of. */
export interface KeptPortfolio { readonly key: string; readonly trees?: readonly KeptTree[] }
interface Head {
  readonly build: string; readonly root: string; readonly surroundings: string; readonly concepts: string; readonly platform: string;
  readonly projects: Readonly<Record<string, Entry>>; readonly portfolio?: KeptPortfolio;
}

export const digestOf = (value: unknown): string => sha256(JSON.stringify(value) ?? '');
/** What policies see of the portfolio, in all environments. */
export const seenOf = ({ environments }: Pick<Analysis, 'environments'>): string => digestOf(environments.map((e) => e.portfolio));

export class Memory {
  readonly root: string;
  readonly #build: string;
  readonly #surroundings: string;
  readonly #contents = new Map<string, string | undefined>();
  readonly #stored: Stored | undefined;
  readonly #models = new Map<string, Model>();
  #head: Head | undefined;
  #concepts = '';
  #platform = '';

  /** `names`: the projects that there are. */
  constructor(root: string, build: string, names: readonly string[]) {
    this.root = root;
    this.#build = build;
    this.#surroundings = surroundingsOf(root);
    for (const name of names) this.#contents.set(name, contentsOf(`${root}${sep}projects${sep}${name}`));
    this.#stored = readCache(root);
    const head = this.#stored?.head as Head | undefined;
    if (head?.build === build && head.root === root && head.surroundings === this.#surroundings) this.#head = head;
  }

  /** Says what the concepts are: with others, all projects are evaluated again. */
  conceive(concepts: string): void { this.#concepts = concepts; if (this.#head?.concepts !== concepts) this.#head = undefined; }
  /** Says what the platform is: with another, all projects are compiled again. */
  settle(platform: string): void { this.#platform = platform; }

  get platform(): string { return this.#platform; }
  /** What all projects are compiled with. */
  get world(): string { return `${this.#concepts} ${this.#platform}`; }
  /** Projects of which it knows something. */
  get size(): number { return Object.keys(this.#head?.projects ?? {}).length; }

  unchanged(name: string): boolean { const contents = this.#contents.get(name); return contents !== undefined && this.#head?.projects[name]?.contents === contents; }
  published(name: string): Entry['published'] { return this.#head?.projects[name]?.published ?? []; }
  kinds(name: string): readonly string[] { return this.#head?.projects[name]?.kinds ?? []; }
  model(name: string): Model {
    const entry = this.#head?.projects[name];
    if (!entry || !this.#stored) throw new Error(`${name} is not remembered`);
    let model = this.#models.get(name);
    if (!model) { model = freeze(JSON.parse(this.#stored.bytes(entry.model).toString()) as Model); this.#models.set(name, model); }
    return model;
  }

  /** What became of a project, as far as that is known before the others are analysed. */
  kept(name: string, { asOf, governance }: Pick<Input, 'asOf' | 'governance'>): Kept | undefined {
    const kept = this.#head?.platform === this.#platform ? this.#head.projects[name]?.kept : undefined;
    if (!kept || (kept.asOf !== undefined && kept.asOf !== asOf) || kept.granted !== digestOf(governance[name])) return undefined;
    return this.#used([name]).every((project) => this.unchanged(project)) ? kept : undefined;
  }
  portfolio(key: string): KeptPortfolio | undefined { return this.#head?.portfolio?.key === key ? this.#head.portfolio : undefined; }

  /** These projects and all that they use, directly or not. */
  #used(names: Iterable<string>, uses = (name: string): readonly string[] => this.#head?.projects[name]?.uses ?? []): readonly string[] {
    const all = new Set(names);
    for (const name of all) for (const used of uses(name)) all.add(used);
    return [...all];
  }

  /** What a compilation of some projects needs: their models, those of what they use, and of all others what is remembered. */
  inputFor(stale: ReadonlySet<string>, input: Input, modelOf: ReadonlyMap<string, () => Model>): Input {
    const models = [...this.#used(stale, (name) => { const model = modelOf.get(name); return model ? usesOf(model()) : []; })].sort().flatMap((name) => modelOf.get(name)?.() ?? []);
    const remembered = new Map([...modelOf.keys()].filter((name) => !stale.has(name)).map((name) => [name, this.#head!.projects[name]!.kept!]));
    return { ...input, models, remembered };
  }

  /** Writes what is known now: of each project its model and, where that was found out, what became of it. */
  save(models: ReadonlyMap<string, () => Model>, publishes: (model: Model) => Entry['published'], kept: ReadonlyMap<string, Kept>, portfolio: KeptPortfolio | undefined): void {
    const parts: Uint8Array[] = [];
    const projects: Record<string, Entry> = {};
    let offset = 0;
    for (const [name, modelOf] of models) {
      const contents = this.#contents.get(name);
      if (contents === undefined) continue;
      const old = this.unchanged(name) ? this.#head!.projects[name] : undefined;
      const part = old ? this.#stored!.bytes(old.model) : Buffer.from(JSON.stringify(modelOf()));
      const found = kept.get(name);
      projects[name] = { contents, uses: old?.uses ?? usesOf(modelOf()), kinds: old?.kinds ?? [...new Set(modelOf().nodes.map((n) => n.kind))], published: old?.published ?? publishes(modelOf()), model: [offset, part.length], ...(found ? { kept: found } : {}) };
      parts.push(part);
      offset += part.length;
    }
    writeCache(this.root, { build: this.#build, root: this.root, surroundings: this.#surroundings, concepts: this.#concepts, platform: this.#platform, projects, ...(portfolio ? { portfolio } : {}) } satisfies Head, parts);
  }
}

const usesOf = (model: Model): readonly string[] => [...new Set(model.uses.map(({ path }) => path.split('/')[0] ?? ''))].sort();
