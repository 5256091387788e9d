// A waiver as the check pass knows it, whoever granted it: in the project by its owner, or in `waivers/<project>.ts` by governance.
import type { Site } from './diagnostic.ts';

/** What the platform's owners write in `waivers/<project>.ts`. */
export interface GovernanceWaiver {
  /** Id of the policy. */
  readonly policy: string;
  /** Id of a construct of the project; left out, all of it. */
  readonly node?: string;
  /** An emitted object; for policies on objects. */
  readonly object?: { readonly kind: string; readonly name: string };
  /** Left out: all. */
  readonly environments?: readonly string[];
  readonly because: string;
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
}
export interface AppliedWaiver extends GovernanceWaiver {
  readonly project: string;
  readonly by: 'owner' | 'governance';
  readonly at: Site;
  /** The emitted objects that it exempts, as the check of objects found them; until then only an `object` or a name is known. */
  readonly covers?: readonly { readonly environment: string; readonly kind: string; readonly name: string }[];
}
