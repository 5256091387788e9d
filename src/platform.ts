// What `leitwerk.config.ts` imports: an identity function with the platform's type.
import type { PlatformDeclaration } from './model/platform.ts';

/** Declares the platform: environments, clusters, accounts, systems, teams, purposes, prices. */
export const definePlatform = <const P extends PlatformDeclaration>(declaration: P): P => declaration;
