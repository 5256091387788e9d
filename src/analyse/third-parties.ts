// Other companies that see the project's data: where they are, how long they keep it, under which agreement, who works for them, and which classified data reaches them.
import { jurisdictions, sameSpace } from '../data/jurisdictions.ts';
import { fact } from '../fact.ts';
import type { Flow } from './data-flow/flow.ts';

export interface Place { readonly region: string; readonly jurisdiction: string; /** It leaves every jurisdiction that the project names. */ readonly leaves: boolean }
export interface ThirdParty extends Place {
  /** Path of the external model. */
  readonly node: string;
  readonly id: string;
  readonly provider: string;
  readonly retention: string;
  readonly training: boolean;
  readonly agreement?: { readonly reference: string; readonly until: string };
  readonly transferBasis?: string;
  readonly subprocessors: readonly (Place & { readonly name: string; readonly does: string })[];
  /** Nodes that send to it. */
  readonly senders: readonly string[];
  /** Classified fields that reach it. */
  readonly receives: readonly Pick<Flow, 'contract' | 'field' | 'classification' | 'arrives'>[];
}

const rank = ['special-category', 'personal', 'confidential'];

export default fact<readonly ThirdParty[]>({
  doc: 'Companies outside that the project sends data to: region, retention, agreement, subprocessors, who sends, and which classified data.',
  derive: ({ all, users, facts, platform, project: { root } }) => {
    const home = root.regions.map((r) => platform.regions[r]?.jurisdiction ?? r);
    const placed = (region: string): Place => {
      const jurisdiction = platform.regions[region]?.jurisdiction ?? region;
      return { region, jurisdiction, leaves: !home.some((h) => sameSpace(h, jurisdiction)) };
    };
    return all('ExternalModel').map((m): ThirdParty => {
      const kinds = ['Application', 'Pipeline', 'ModelEndpoint', 'VectorIndex', 'Guardrail', 'Evaluation'] as const;
      return {
        node: m.$path, id: m.$id, provider: m.provider, ...placed(m.region), retention: m.retention, training: m.training,
        ...(m.agreement === undefined ? {} : { agreement: m.agreement }), ...(m.transferBasis === undefined ? {} : { transferBasis: m.transferBasis }),
        subprocessors: m.subprocessors.map((s) => ({ name: s.name, does: s.does, ...placed(s.region) })),
        senders: kinds.flatMap((k) => users(m, k).map((n) => n.$path)), receives: facts.dataFlow.flows.filter((f) => f.to === m.$path).map(({ contract, field, classification, arrives }) => ({ contract, field, classification, arrives })),
      };
    });
  },
  figures: (parties) => ({
    thirdParties: parties.map(({ id, provider, region, jurisdiction, leaves, retention, agreement, transferBasis, subprocessors, receives }) => ({
      id, provider, region, jurisdiction: jurisdictions[jurisdiction]?.title ?? jurisdiction, leaves, retention, agreement: agreement?.until ?? null, transferBasis: transferBasis ?? null, subprocessors: subprocessors.length,
      receives: rank.filter((c) => receives.some((r) => r.classification === c)),
    })),
  }),
});
