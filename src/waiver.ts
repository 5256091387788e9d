// What `waivers/<project>.ts` imports: `export default waivers([{ policy, node, because, owner, until }])`.
import type { GovernanceWaiver } from './model/waiver.ts';

export const waivers = (list: readonly GovernanceWaiver[]): readonly GovernanceWaiver[] => list;
