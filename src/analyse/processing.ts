// The processing of personal data, as a record of it wants to know: whose data, for what, on which basis, how long, where, and who else gets it.
import { fact } from '../fact.ts';
import { isA } from '../model/query.ts';
import { isPersonal } from '../model/personal.ts';
import type { NodeOf } from '../model/node.ts';

export interface Processing {
  /** Path of the contract. */
  readonly contract: string;
  readonly own: boolean;
  /** Fields by class, pseudonyms told apart. */
  readonly categories: Readonly<Record<string, readonly string[]>>;
  readonly subjects: readonly string[];
  readonly purposes: readonly string[];
  /** Its own basis, or those of its purposes. */
  readonly bases: readonly string[];
  readonly retention?: string;
  readonly erasure: 'by-key' | 'by-retention';
  readonly region: string;
  readonly assessment?: { readonly reference: string; readonly on: string; readonly review: string };
  /** Paths of external models that it reaches. */
  readonly recipients: readonly string[];
  /** Who inside may see it: audiences of endpoints that it reaches. */
  readonly audiences: readonly string[];
}

export default fact<readonly Processing[]>({
  doc: 'Personal data that the project holds or uses: subjects, categories, purposes, legal basis, retention, erasure, place, assessment and recipients.',
  derive: ({ all, project, platform, facts }) => {
    const contracts = [...all('DataContract'), ...project.used.filter((n) => isA(n, 'DataContract')) as readonly NodeOf<'DataContract'>[]];
    return contracts.filter((c) => Object.values(c.fields).some(isPersonal)).map((c): Processing => {
      const categories: Record<string, string[]> = {};
      for (const [name, field] of Object.entries(c.fields)) if (isPersonal(field)) (categories[field.pseudonym ? 'pseudonym' : field.classification] ??= []).push(name);
      const reaches = facts.dataFlow.flows.filter((f) => f.contract === c.$path).map((f) => f.to);
      return {
        contract: c.$path, own: c.$project === project.project, categories, subjects: c.subjects, purposes: c.purposes,
        bases: c.legalBasis === undefined ? [...new Set(c.purposes.flatMap((p) => platform.purposes[p]?.legalBasis ?? []))] : [c.legalBasis],
        ...(c.retention === undefined ? {} : { retention: c.retention }), erasure: c.erasure, region: c.region, ...(c.impactAssessment === undefined ? {} : { assessment: c.impactAssessment }),
        recipients: facts.thirdParties.filter((t) => t.receives.some((r) => r.contract === c.$path)).map((t) => t.node),
        audiences: [...new Set(reaches.flatMap((to) => facts.dataFlow.endpoints[to]?.audience ?? []))].sort(),
      };
    });
  },
});
