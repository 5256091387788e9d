// The first contract: what a concept file declares. One file in `constructs/`, found by being there.
// Concept files name each other by kind, never by import. In projects the same class comes from the guest bundle, without its definition.
import * as z from 'zod';

declare const brand: unique symbol;
/** A declared construct as examples and schemas see it; projects see the generated classes of `leitwerk`. */
export interface Concept<K extends string = string> { readonly [brand]: K }
export interface Ref<K extends string = string> { readonly $ref: string; readonly kind: K }

/** What authors may write where a schema takes `T`: lists may be read-only. */
export type Authored<T> = T extends Concept ? T : T extends readonly (infer E)[] ? readonly Authored<E>[] : T extends object ? { readonly [K in keyof T]: Authored<T[K]> } : T;

export interface Definition<S extends z.ZodType = z.ZodType> {
  /** One sentence: what it is. Shown in the editor, in `explain`, in the manual. */
  readonly doc: string;
  /** A thunk, so that the file loads without building schemas. Strict objects; no `.transform`, no `.refine`: rules that a JSON Schema cannot say are facts or policies. */
  readonly schema: () => S;
  /** A valid declaration; `a('Model')` stands for a reference. It is the documentation, the test and the probe's seed. */
  readonly example: NoInfer<Authored<z.input<S>>>;
  /** Properties that alter only documents, each with the reason (JSON pointers without the leading slash: `kpi/name`). All others must alter an artefact, a fact or a finding. */
  readonly documentsOnly?: Readonly<Record<string, string>>;
  /** May other projects reach it through `this.use`? */
  readonly published?: true;
  /** The project itself: has no parent but the portfolio. */
  readonly root?: true;
  /** Checked by the compiler alone: no target consumes it, and this is why. */
  readonly compilerOnly?: string;
}

export interface ConceptClass<K extends string, S extends z.ZodType> {
  new (scope: unknown, id: string, props: Authored<z.input<S>>): Concept<K>;
  readonly kind: K;
  readonly definition: Definition<S>;
}

/** Declares a concept: `export class Budget extends concept('Budget', { doc, schema, example }) {}`. */
export function concept<const K extends string, S extends z.ZodType>(kind: K, definition: Definition<S>): ConceptClass<K, S> {
  return class { static readonly kind = kind; static readonly definition = definition; } as unknown as ConceptClass<K, S>;
}

/** Metadata that the generator reads from a schema and that survives into the JSON Schema under `leitwerk`. */
export interface SchemaMeta {
  /** Named type of the authoring prelude (`Duration`), printed instead of the structure. */
  readonly type?: string;
  /** Kinds that a reference may name; empty means any. */
  readonly ref?: readonly string[];
  /** Value set of the platform (`teams`, `purposes`, `regions`, `accelerators`, `environments`, `issuers`, `priorities`): checked against it, typed from it. */
  readonly platform?: string;
  /** This property's fields are keyed by something the compiler need not know (labels, columns). */
  readonly secret?: true;
}
export const meta = <S extends z.ZodType>(schema: S, leitwerk: SchemaMeta): S => schema.meta({ ...schema.meta(), leitwerk }) as S;

/** A reference to a construct of one of these kinds (none named: of any kind). Authors pass the construct; the model holds `{ $ref, kind }`. */
export const ref = <const K extends string>(...kinds: K[]): z.ZodType<Ref<K>, Concept<K>> =>
  meta(z.strictObject({ $ref: z.string(), kind: kinds.length > 0 ? z.enum(kinds) : z.string() }), { ref: kinds }) as never;

/** A placeholder in examples: some construct of this kind. */
export const a = <const K extends string>(kind: K): Concept<K> => ({ $ref: `a-${kind}`, kind }) as never;

/** A name out of a set that the platform declares. */
export const fromPlatform = (set: 'teams' | 'purposes' | 'regions' | 'accelerators' | 'environments' | 'issuers' | 'priorities') => meta(z.string(), { platform: set });
