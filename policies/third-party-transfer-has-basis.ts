// Data leaves the jurisdiction of the project only on a basis that holds on the day.
import { policy, type Found } from 'leitwerk/policy';
import { jurisdictions, protectionIn } from '../src/data/jurisdictions.ts';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties', 'privacy'],
  controls: ['GDPR Art. 44', 'GDPR Art. 45', 'GDPR Art. 46', 'GDPR Art. 49', 'ISO 27701 A.7.5.1', 'ISO 27701 A.7.5.2', 'ISO 27001 A.5.14'],
  because: 'A transfer without a basis is unlawful however well the provider protects the data, and decisions of adequacy can end.',
  remedy: 'use a region of the project\'s jurisdiction, or declare the basis that allows the transfer',
  waivable: 'governance',
  check(model, { facts, root, platform, asOf }) {
    const { leaves, jurisdiction, transferBasis } = facts.thirdParties.find((t) => t.node === model.$path)!;
    if (!leaves) return true;
    const held = protectionIn(jurisdiction, asOf);
    const title = jurisdictions[jurisdiction]?.title ?? jurisdiction;
    const why = [`${model.region} is in ${title}; the project names ${root.regions.map((r) => `${r} (${platform.regions[r]?.jurisdiction ?? 'unknown'})`).join(', ')}`, ...(held ? [`adequate since ${held.from}${held.until === undefined ? '' : ` until ${held.until}`}${held.note === undefined ? '' : `: ${held.note}`}; ${held.source}`] : [`no decision of adequacy covers it on ${asOf}`])];
    const say = (what: string, more: Partial<Found> = {}): Found => ({ at: ['transferBasis'], what, why, ...more });
    const others = (['adequacy', 'standard-contractual-clauses'] as const).filter((to) => to !== 'adequacy' || held?.protection === 'adequate').map((to) => ({ node: model.$path, property: ['transferBasis'], to }));
    switch (transferBasis) {
      case undefined: return say(`sends data to ${title} without a basis for the transfer`, { try: others });
      case 'adequacy': return held === undefined ? say(`rests on a decision of adequacy that ${title} does not have`, { try: others }) : held.protection === 'listed-only' ? say(`rests on a decision that covers only listed companies of ${title}: somebody must have looked`, { severity: 'info' }) : true;
      case 'derogation': return say('rests on a derogation, which is meant for single transfers and not for a service', { severity: 'warning', try: others });
      default: return true;
    }
  },
  fails: { props: { region: 'us-east-1', transferBasis: undefined } },
  passes: { props: { region: 'us-east-1', transferBasis: 'standard-contractual-clauses' } },
});
