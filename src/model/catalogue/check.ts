// Diagnostics of the check pass itself: waivers, and policies that break. What policies find carries the policy's own id.
import { entry } from '../catalogue.ts';

export const check = {
  LW1401: entry<{ policy: string; until: string; node: string }>({
    severity: 'error', title: 'A waiver that has expired',
    what: ({ policy, until, node }) => `the waiver of ${policy} for ${node} expired on ${until}`,
    remedy: () => 'mend what it covered, or have it granted again with a new date',
    wrong: "until: '2026-01-31'", right: "until: '2027-03-31'",
  }),
  LW1402: entry<{ policy: string; node: string }>({
    severity: 'warning', title: 'A waiver that covers nothing',
    what: ({ policy, node }) => `nothing breaks ${policy} at ${node}: the waiver has no effect`,
    remedy: () => 'remove it',
    wrong: 'a waiver that outlives its reason', right: 'no waiver',
  }),
  LW1403: entry<{ policy: string; waivable: string }>({
    severity: 'error', title: 'A waiver that the project cannot give itself',
    what: ({ policy, waivable }) => waivable === 'never' ? `${policy} cannot be waived` : `${policy} is waived by governance alone, in waivers/<project>.ts`,
    remedy: ({ waivable }) => waivable === 'never' ? 'mend what it finds' : 'ask the owners of the platform for a waiver there',
    wrong: "new Waiver(this, 'w', { policy: 'images-by-digest', ... })", right: 'an entry in waivers/<project>.ts, approved by governance',
  }),
  LW1404: entry<{ policy: string; nearest: string | undefined }>({
    severity: 'error', title: 'A waiver of a policy that does not exist',
    what: ({ policy }) => `there is no policy ${policy}`,
    remedy: ({ nearest }) => nearest === undefined ? 'see `leitwerk explain` for the list' : `did you mean ${nearest}?`,
    wrong: "policy: 'budget-has-tooth'", right: "policy: 'budget-has-teeth'",
  }),
  LW1405: entry<{ policy: string; until: string; node: string; days: number }>({
    severity: 'warning', title: 'A waiver that expires soon',
    what: ({ policy, node, days }) => `the waiver of ${policy} for ${node} expires in ${days} ${days === 1 ? 'day' : 'days'}`,
    why: ({ until }) => [`last day: ${until}`],
    remedy: () => 'mend what it covers, or have it granted again',
    wrong: 'a waiver forgotten until the build breaks', right: 'one that is renewed or ended in time',
  }),
  LW1406: entry<{ node: string; project: string }>({
    severity: 'error', title: 'A governance waiver for what does not exist',
    what: ({ node, project }) => `${project} declares nothing called ${node}`,
    remedy: () => 'name a construct, an object or nothing (then it covers the whole project)',
    wrong: "{ policy: 'images-by-digest', node: 'chatt' }", right: "{ policy: 'images-by-digest', node: 'chat' }",
  }),
  LW1407: entry<{ kind: string; environment: string; concern: string; systems: readonly string[] }>({
    severity: 'error', title: 'No system serves a concern',
    what: ({ kind, environment, concern }) => `${concern} has no system in ${environment}, and ${kind} needs one`,
    why: ({ systems }) => [`systems that would: ${systems.join(', ')}`],
    remedy: ({ concern, systems, environment }) => `set systems['${concern}'] of ${environment} in leitwerk.config.ts to '${systems[0] ?? ''}', or declare it for other environments only`,
    wrong: "systems: {}", right: "systems: { serving: 'serving/vllm' }",
  }),
  LW1408: entry<{ target: string; needs: string; cluster: string; has: string }>({
    severity: 'error', title: 'A cluster lacks what a target needs',
    what: ({ target, needs, cluster }) => `${target} needs ${needs}, which the cluster ${cluster} does not have`,
    why: ({ has }) => [`the cluster has: ${has}`],
    remedy: () => 'choose a stack profile that has it, or another system for the concern',
    wrong: "profile without external-secrets, systems: { secrets: 'secrets/external-secrets' }", right: 'a profile with it',
  }),
};
