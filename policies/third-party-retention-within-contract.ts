// A provider keeps personal data no longer than the contract of the data allows.
import { policy } from 'leitwerk/policy';
import { spokenDuration } from '../src/model/text/spoken.ts';
import { milliseconds } from '../src/model/units.ts';

export default policy({
  on: 'ExternalModel',
  severity: 'error',
  packs: ['third-parties', 'privacy'],
  controls: ['GDPR Art. 5(1)(e)', 'GDPR Art. 28(3)', 'ISO 27701 A.7.4.7', 'ISO 27001 A.8.10', 'SOC 2 P4.2'],
  because: 'Data that was deleted here is not deleted while somebody else still has a copy.',
  remedy: 'agree on a shorter retention with the provider, `0d` for none, or keep the data from it',
  waivable: 'governance',
  check(model, { facts, get }) {
    const contracts = [...new Set(facts.thirdParties.find((t) => t.node === model.$path)!.receives.filter((r) => r.classification !== 'confidential').map((r) => r.contract))];
    const shorter = contracts.map((path) => get<'DataContract'>({ $ref: path, kind: 'DataContract' })).filter((c) => c.retention !== undefined && milliseconds(c.retention) < milliseconds(model.retention));
    return shorter.length === 0 || {
      at: ['retention'], what: `keeps personal data for ${spokenDuration(model.retention)} at ${model.provider}, longer than its contracts allow`,
      why: shorter.map((c) => `${c.$path}: ${spokenDuration(c.retention!)}`), try: [{ node: model.$path, property: ['retention'], to: '0d' }],
      related: shorter.map((c) => ({ node: c.$path, property: ['retention'], what: 'declared here' })),
    };
  },
  fails: { props: { retention: '2y' }, also: [{ kind: 'Application', props: { calls: [{ $ref: 'subject' }], reads: [{ $ref: 'a-DataContract' }] } }] },
  passes: { props: { retention: '30d' }, also: [{ kind: 'Application', props: { calls: [{ $ref: 'subject' }], reads: [{ $ref: 'a-DataContract' }] } }] },
});
