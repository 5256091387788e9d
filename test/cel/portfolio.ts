// A portfolio context around the three policies on objects, with waivers of each form, for the tests of the policy targets.
import platformDeclaration from '../../leitwerk.config.ts';
import gpuPods from '../../policies/gpu-pods-queue-or-tolerate.ts';
import imagesByDigest from '../../policies/images-by-digest.ts';
import noPrivilegedPods from '../../policies/no-privileged-pods.ts';
import { environmentsOf } from '../../src/model/environments.ts';
import { platform as schema, type Platform } from '../../src/model/platform.ts';
import type { AppliedWaiver } from '../../src/model/waiver.ts';
import type { AnyPolicy } from '../../src/policy.ts';
import type { Artefact, PortfolioEmitContext, PortfolioTarget } from '../../src/target.ts';

export const policies = { 'gpu-pods-queue-or-tolerate': gpuPods, 'images-by-digest': imagesByDigest, 'no-privileged-pods': noPrivilegedPods };
const waiver = (rest: Partial<AppliedWaiver>): AppliedWaiver => ({
  policy: 'images-by-digest', because: 'The vendor publishes no digests.', owner: 'ai-platform', until: '2027-03-31', project: 'support-assistant', by: 'governance', at: { file: 'waivers/support-assistant.ts' }, ...rest,
});
export const waivers: readonly AppliedWaiver[] = [
  waiver({ object: { kind: 'Deployment', name: 'legacy' } }),
  waiver({ node: 'support-assistant/nightly', environments: ['production'] }),
  waiver({ policy: 'no-privileged-pods', project: 'crm' }),
  waiver({ policy: 'no-privileged-pods', by: 'owner' }),
  waiver({ node: 'support-assistant/chat', covers: [{ environment: 'production', kind: 'Deployment', name: 'chat-debug' }, { environment: 'dev', kind: 'Deployment', name: 'chat' }] }),
];

export function portfolio(environment?: string, given: Readonly<Record<string, AnyPolicy>> = policies): PortfolioEmitContext {
  const platform = schema.parse(platformDeclaration) as Platform;
  const all = environmentsOf(platform);
  const env = all.find((e) => e.name === environment);
  return {
    platform, policies: Object.entries(given).map(([id, p]) => ({ ...p, id })), waivers, targets: {}, projects: [],
    environments: (env ? [env] : all).map((e) => ({ env: e, summaries: [], facts: {} as never })),
    ...(env ? { env, cluster: env.clusters[0]! } : {}),
  };
}
export const emitted = (target: PortfolioTarget, context: PortfolioEmitContext): readonly Artefact[] => { const out = target.emit(context); return Symbol.iterator in out ? [...out] : [out]; };
