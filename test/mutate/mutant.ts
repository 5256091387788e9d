// A mutant: one breakage of a concept's example, and the place where something must be said of it.
import type { Facts } from '../../src/generated/registry-types.ts';
import type { Edit } from '../../src/model/diagnostic.ts';
import type { Path } from '../../src/model/json.ts';
import type { Kind } from '../../src/model/node.ts';
import type { Case } from '../../src/policy.ts';

export interface Place { readonly node: string; readonly property: Path }
export interface Mutant {
  /** The concept whose example is broken. */
  readonly kind: string;
  /** What is done to it, in words; with the kind, its name. */
  readonly does: string;
  /** The change; `node` is left out where it is the example itself. */
  readonly edit: { readonly node?: string; readonly property: Path; readonly to: unknown };
  /** Where the diagnostic must be, if not at what is changed: a policy may speak of another property, and what is dropped is missing in what it was in. */
  readonly said?: { readonly node?: string; readonly property: Path };
  /** Which diagnostic it must be; left out: any. */
  readonly by?: string;
  /** A text that the diagnostic must have: the name of what was dropped. */
  readonly names?: string;
  /** What the project looks like around it; left out: the examples of all concepts. */
  readonly around?: Case<Kind>;
  /** What has to fit before it is broken, and only the compiler can tell: a fingerprint. */
  readonly fitted?: (facts: Facts) => Edit;
}
export const nameOf = ({ kind, does }: Mutant): string => `${kind}: ${does}`;
