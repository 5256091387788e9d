// Where a person's records are erased by their key, they are erased in everything that was made of them, too.
import { policy, type Found } from 'leitwerk/policy';
import { systemOf } from '../src/model/environments.ts';
import { isA } from '../src/model/query.ts';

export default policy({
  on: 'DataContract',
  severity: 'warning',
  packs: ['privacy'],
  controls: ['GDPR Art. 17', 'ISO 27701 A.7.4.5'],
  because: 'Who asks to be forgotten is forgotten by the copies as well.',
  remedy: 'erase by key there too, leave the personal fields out, or keep the copy so shortly that it is gone before the answer is due',
  waivable: 'governance',
  check(contract, { facts, project, env }) {
    if (contract.erasure !== 'by-key') return true;
    const keys = Object.keys(contract.fields).filter((f) => contract.fields[f]!.key);
    const found: Found[] = keys.length > 0 ? [] : [{ at: ['erasure'], what: 'erases by key and has none', why: ['no field is a key'] }];
    const nodes = new Map([...project.nodes, ...project.used].map((n) => [n.$path, n]));
    const reached = [...new Set(facts.dataFlow.flows.filter((f) => f.contract === contract.$path && f.classification !== 'confidential').map((f) => f.to))];
    for (const path of reached) {
      const node = nodes.get(path);
      if (node === undefined) continue;
      const why = isA(node, 'DataContract') && node.erasure !== 'by-key' ? 'is erased by time alone'
        : isA(node, 'TrainedModel') ? 'has learned from it: only training again forgets'
        : isA(node, 'VectorIndex') && systemOf(env, 'vector-index') === undefined ? 'is kept by no system that erases' : undefined;
      if (why === undefined) continue;
      found.push({
        at: ['erasure'], what: `erases by key, and ${path} ${why}`, related: [{ node: path, what: 'where it is' }], ...(isA(node, 'TrainedModel') ? { severity: 'info' as const } : {}),
        ...(isA(node, 'DataContract') && node.$project === contract.$project ? { try: [{ node: path, property: ['erasure'], to: 'by-key' }] } : {}),
      });
    }
    return found;
  },
  fails: {
    props: { erasure: 'by-key' },
    also: [{ kind: 'DataContract', props: { erasure: 'by-retention' } }, { kind: 'Pipeline', props: { reads: [{ $ref: 'subject', kind: 'DataContract' }], writes: [{ $ref: 'example/also-0', kind: 'DataContract' }], transformation: { kind: 'copy', fields: [], because: 'As it is.' } } }],
  },
  passes: {
    props: { erasure: 'by-key' },
    also: [{ kind: 'DataContract', props: { erasure: 'by-key' } }, { kind: 'Pipeline', props: { reads: [{ $ref: 'subject', kind: 'DataContract' }], writes: [{ $ref: 'example/also-0', kind: 'DataContract' }], transformation: { kind: 'copy', fields: [], because: 'As it is.' } } }],
  },
});
