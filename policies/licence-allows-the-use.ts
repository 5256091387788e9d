// The licence of a model allows what the project does with it: in a company, for so many users, in this field.
import { policy, type Found } from 'leitwerk/policy';
import { licenceOf, licences } from '../src/data/licences.ts';
import { nearest } from '../src/model/suggest.ts';
import { formatNumber } from '../src/model/units.ts';

export default policy({
  on: 'Model',
  severity: 'error',
  packs: ['third-parties'],
  controls: ['ISO 27001 A.5.32', 'ISO 42001 A.10.3', 'NIST AI RMF MAP 4.1', 'OWASP LLM03:2025'],
  because: 'Weights that may not be used have to be taken out of what customers already rely on.',
  remedy: 'use a model whose licence allows it, or have a contract with its maker and declare the licence as proprietary',
  waivable: 'governance',
  check({ licence: name, weights }, { root, platform, env }) {
    const licence = licenceOf(name);
    const at = ['licence'];
    if (licence === undefined) {
      const near = nearest(name.toLowerCase(), Object.keys(licences));
      return { severity: 'warning', at, what: `has a licence that is not known: '${name}'`, why: [near === undefined ? 'what it allows cannot be told' : `nearest known: ${near}`] };
    }
    const found: Found[] = [];
    const why = [`${licence.title}: ${licence.source}`];
    if (!licence.commercial) found.push({ at, what: `may not be used in a business: ${licence.title}`, why, ...(env.stage === 'production' ? {} : { severity: 'warning' }) });
    const people = root.users?.people ?? 0;
    if (licence.monthlyUsers !== undefined && people > licence.monthlyUsers) found.push({ at, what: `is free for ${formatNumber(licence.monthlyUsers)} users a month, and ${formatNumber(people)} are declared`, why, related: [{ node: root.$path, property: ['users', 'people'], what: 'declared here' }] });
    const here = root.regions.map((r) => platform.regions[r]?.jurisdiction ?? r);
    const withheld = licence.withheld?.jurisdictions.filter((j) => here.includes(j)) ?? [];
    if (licence.withheld?.weights.test(weights) && withheld.length > 0) found.push({ at, what: `is licensed to no company of ${withheld.join(', ')}: ${weights}`, why });
    const area = root.aiAct?.area;
    if (area !== undefined && licence.forbids?.includes(area)) found.push({ severity: 'warning', at, what: `has a policy of use that limits '${area}'`, why, related: [{ node: root.$path, property: ['aiAct', 'area'], what: 'declared here' }] });
    return found;
  },
  fails: { props: { licence: 'cc-by-nc-4.0' } },
  passes: { props: { licence: 'apache-2.0' } },
});
