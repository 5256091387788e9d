// People are told that they deal with an AI, or that a machine made what they see.
import { policy, type Found } from 'leitwerk/policy';
import { due } from '../src/analyse/obligations.ts';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['ai-act'],
  controls: ['EU AI Act Art. 50', 'ISO 42001 A.8.2', 'NIST AI RMF MEASURE 2.8'],
  because: 'People may know whom they talk to; Article 50 of the EU AI Act makes that a duty.',
  remedy: 'declare aiAct.notice: what they are told, and where',
  waivable: 'governance',
  check(root, { facts, asOf }) {
    if (root.users?.who === 'systems') return true;
    return facts.obligations.list.filter((o) => o.article.startsWith('Art. 50') && o.state === 'open').flatMap((o): readonly Found[] => {
      const when = due(o.from, asOf);
      return when === 'later' ? [] : [{ ...(when === 'soon' ? { severity: 'warning' } : {}), at: ['aiAct'], what: `does not say how ${root.users?.who ?? 'people'} are told that it is AI`, why: [`${o.article}, from ${o.from}: ${o.source}`] }];
    });
  },
  fails: { props: { aiAct: { role: 'provider', class: 'transparency', because: 'It talks to customers.' } } },
  passes: { props: { aiAct: { role: 'provider', class: 'transparency', because: 'It talks to customers.', notice: 'The first line of each chat says so.' } } },
});
