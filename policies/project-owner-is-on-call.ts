// Somebody is on call for what answers people in production.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['reliability', 'governance'],
  controls: ['ISO 27001 A.5.24', 'ISO 27001 A.5.26', 'ISO 42001 A.3.2', 'SOC 2 CC7.4', 'EU AI Act Art. 73', 'NIST AI RMF MANAGE 2.4'],
  because: 'An alert that goes to a mailbox is read in the morning.',
  remedy: 'the platform adds the rota of the team to leitwerk.config.ts, or a team that has one takes the project over',
  waivable: 'governance',
  check(root, { all, env, platform }) {
    if (env.stage !== 'production' || platform.teams[root.owner]?.oncall !== undefined) return true;
    const answering = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')];
    return answering.length === 0 || {
      at: ['owner'], what: `belongs to ${platform.teams[root.owner]?.title ?? root.owner}, who have nobody on call`, why: answering.map((n) => `${n.$id} answers ${n.access.audience}`),
      try: Object.entries(platform.teams).filter(([, t]) => t.oncall !== undefined).map(([to]) => ({ node: root.$path, property: ['owner'], to })),
    };
  },
  fails: { props: { owner: 'customer-care' }, platform: { teams: { 'customer-care': { oncall: null } } }, also: [{ kind: 'ModelEndpoint' }] },
  passes: { props: { owner: 'customer-care' }, also: [{ kind: 'ModelEndpoint' }] },
});
