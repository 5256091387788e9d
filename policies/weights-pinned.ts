// Weights are pinned to a commit.
import { policy } from 'leitwerk/policy';

/** A Git commit: what a hub's branches and tags point to. https://huggingface.co/docs/hub/repositories-next-steps */
const commit = /^[0-9a-f]{40}$/;

export default policy({
  on: 'Model',
  severity: 'error',
  packs: ['security'],
  controls: ['ISO 27001 A.8.32', 'ISO 27001 A.5.21', 'ISO 42001 A.6.2.4', 'EU AI Act Art. 12'],
  because: 'A branch or tag can move to other weights after the evaluation; what answers would not be what was tested.',
  remedy: 'name the commit of the weights by its 40 hex digits, as the repository\'s history shows it',
  waivable: 'governance',
  check: ({ revision }) => commit.test(revision) || {
    at: ['revision'], what: `names its weights by '${revision}', which can move`,
    why: [/^[0-9a-f]{7,39}$/.test(revision) ? `a commit cut to ${revision.length} digits may come to mean two commits` : 'it is a branch or a tag, not a commit'],
  },
  fails: { props: { revision: 'main' } },
  passes: { props: { revision: '0e9e39f249a16976918f6564b8830bc894c89659' } },
});
