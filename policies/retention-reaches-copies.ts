// What is made of a data set, sent on or kept of questions about it goes no later than the data itself.
import { policy, type Found } from 'leitwerk/policy';

export default policy({
  on: 'AiProject',
  severity: 'error',
  packs: ['privacy'],
  controls: ['GDPR Art. 5(1)(e)', 'ISO 27701 A.7.4.7', 'ISO 27001 A.8.10'],
  because: 'A promise to delete is broken by the copy that nobody thought of: a table made of the data, the log of a provider, the questions that were kept.',
  remedy: 'keep the copy no longer than the shortest promise on its way, or leave classified fields out of it',
  waivable: 'governance',
  // What nobody knows, such as what a model has learned, is in the fact; here is what is declared to be kept too long.
  check: (root, { facts, project }) => facts.dataFlow.crossings.filter((c) => c.border === 'retention' && c.allowed.state !== 'unknown').map((c): Found => {
    const node = [...project.nodes, ...project.used].find((n) => n.$path === c.to);
    const property = node?.$kind === 'Telemetry' ? ['content', 'keep'] : ['retention'];
    const due = facts.dataFlow.due[c.to];
    return {
      at: [], what: `keeps data of ${c.contract} in ${c.to} longer than promised`, why: [`${c.fields.join(', ')} (${c.classification})`, c.why], related: [{ node: c.to, property, what: 'what keeps it' }],
      ...(due?.state === 'known' && node?.$project === root.$project ? { try: [{ node: c.to, property, to: due.value }] } : {}),
    };
  }),
  fails: { also: [{ kind: 'ModelEndpoint' }, { kind: 'Telemetry', props: { of: [{ $ref: 'example/also-0', kind: 'ModelEndpoint' }], content: { keep: '10y', sample: '1%' } } }] },
  passes: { also: [{ kind: 'ModelEndpoint' }, { kind: 'Telemetry', props: { of: [{ $ref: 'example/also-0', kind: 'ModelEndpoint' }], content: { keep: '7d', sample: '1%' } } }] },
});
