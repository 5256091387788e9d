// What every author has beside the concepts; the generator puts it at the head of `leitwerk.d.ts`.
/// <reference path="../guest/text-files.d.ts" />

/** What the platform and the other projects offer. `leitwerk types` fills it in; without that, names are plain text. */
export interface Platform {}
/** A team of the platform. */
export type Team = Platform extends { teams: infer T extends string } ? T : string;
/** A purpose for which the platform allows data to be used. */
export type Purpose = Platform extends { purposes: infer T extends string } ? T : string;
/** A region of the platform. */
export type Region = Platform extends { regions: infer T extends string } ? T : string;
/** An accelerator that some cluster of the platform has. */
export type Accelerator = Platform extends { accelerators: infer T extends string } ? T : string;
/** An environment of the platform. */
export type Environment = Platform extends { environments: infer T extends string } ? T : string;
/** An identity provider of the platform. */
export type Issuer = Platform extends { issuers: infer T extends string } ? T : string;
/** A priority class of the platform's clusters. */
export type Priority = Platform extends { priorities: infer T extends string } ? T : string;
/** What other projects publish of a kind: `<project>/<id>`. */
export type Published<K extends string> = Platform extends { published: infer P }
  ? [PathsOf<P, K>] extends [never] ? `no project publishes a ${K}` : PathsOf<P, K>
  : string;
type PathsOf<P, K extends string> = { readonly [Path in keyof P]: P[Path] extends K ? Path : never }[keyof P];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

declare const brand: unique symbol;
/** All projects together: the scope of a project. */
export interface Portfolio { readonly [brand]: 'Portfolio' }
/** Something in a project. Extend it to declare several constructs as one. */
export declare class Construct {
  constructor(scope: Construct, id: string);
  /** Its place in the project. */
  readonly node: ConstructNode;
}
/** The place of a construct in the tree of its project. */
export interface ConstructNode {
  readonly id: string;
  /** `<project>/<id>/...`: how other nodes and projects name it. */
  readonly path: string;
  readonly scope: Construct | undefined;
  readonly children: readonly Construct[];
  readonly root: Construct;
  readonly scopes: readonly Construct[];
  tryFindChild(id: string): Construct | undefined;
  findChild(id: string): Construct;
  findAll(): readonly Construct[];
}
/** A declared construct of a kind. It is also the reference to itself: pass it where a property asks for it. */
export declare abstract class Concept<K extends string = string> extends Construct {
  readonly [brand]: K;
}
/** A class of constructs, as `this.use` takes it. */
export interface ConceptClass<K extends string = string> { new (...args: never): Concept<K>; readonly kind: K }

/** What every construct takes. */
export interface CommonProps {
  /** Environments in which it exists; without it, all. */
  only?: readonly Environment[];
  /** Its earlier id: a rename is then a move, not a removal and an addition. */
  formerly?: string;
}

/** A project: has no parent but the portfolio. */
export declare abstract class Project<K extends string = string> extends Concept<K> {
  /** What another project publishes: `this.use(DataContract, 'crm/tickets', { version: '2' })`. */
  use<C extends ConceptClass>(concept: C, path: Published<C['kind']>, options?: { readonly version: string }): InstanceType<C>;
}

export interface WriteInEnvInTheProperty { readonly writeInEnvInTheProperty: never }
/** A value that differs by environment; `default` holds where an environment is not named. Write it in the property, or name its type: `inEnv<number>({ ... })`. */
export declare function inEnv<T = WriteInEnvInTheProperty>(values: { readonly [E in Environment | 'default']?: NoInfer<T> }): T;
/** A secret by its name in the platform's store, never by its value. */
export declare function secret(name: string): SecretRef;
/** Expected load: shared by sizing, cost and service levels. */
export declare function traffic(load: Traffic): Traffic;
/** Euro: `eur(48_000)`, `eur('0.45')`. */
export declare function eur(amount: number | string): Money;
/** US dollars: `usd(48_000)`, `usd('0.45')`. */
export declare function usd(amount: number | string): Money;
/** Pounds sterling: `gbp(48_000)`, `gbp('0.45')`. */
export declare function gbp(amount: number | string): Money;
/** Swiss francs: `chf(48_000)`, `chf('0.45')`. */
export declare function chf(amount: number | string): Money;
