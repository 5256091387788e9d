// The files of a new concept, target or policy: whole, compiling and passing, to be changed from there.
import { kebab, pascal } from './portfolio.ts';

export const policyFile = (id: string): Readonly<Record<string, string>> => ({
  [`policies/${id}.ts`]: `// ${id}: say in one line what must hold.
import { policy } from 'leitwerk/policy';

export default policy({
  on: 'AiProject', severity: 'warning', waivable: 'owner',
  because: 'Say why the rule exists, for the person who meets it.',
  remedy: 'say what it is not for in nonGoals',
  check: (project) => project.nonGoals.length > 0 || { at: ['nonGoals'], what: 'says nowhere what it is not for' },
  fails: { props: { nonGoals: [] } }, // laid over the concept's example
  passes: { props: { nonGoals: ['Refund decisions'] } },
});
`,
});

export const conceptFile = (name: string, chapter: string): Readonly<Record<string, string>> => {
  const kind = pascal(name);
  return {
    [`constructs/${chapter}/${kebab(kind)}.ts`]: `// ${kind}: say in one line what it declares.
import * as z from 'zod';
import { concept, fromPlatform } from 'leitwerk/concept';
import { line } from 'leitwerk/values';

export class ${kind} extends concept('${kind}', {
  doc: 'Say in one sentence what it is.',
  compilerOnly: 'No target consumes it yet: leitwerk new target makes one.',
  schema: () => z.strictObject({
    owner: fromPlatform('teams').describe('Who answers for it.'),
    note: line().describe('Say what this property means.'),
  }),
  example: { owner: 'customer-care', note: 'An example that is also the documentation.' },
  documentsOnly: { owner: 'No target consumes it yet.', note: 'No target consumes it yet.' },
}) {}
`,
  };
};

export const targetFile = (id: string, folder: string): Readonly<Record<string, string>> => {
  const name = id.split('/').at(-1) ?? id;
  return {
    [`${folder}/${id}.ts`]: `// ${id}: say in one line which system it feeds.
import { object, target } from '${folder === 'targets' ? 'leitwerk/target' : '../../target.ts'}';

export default target({
  system: 'Kubernetes', api: 'v1', docs: 'https://kubernetes.io/docs/concepts/configuration/configmap/',
  consumes: ['AiProject'], per: 'node', scope: 'cluster', judge: 'kube-apiserver',
  emit: (project, { namespace, labels }) => object('v1', 'ConfigMap', { name: '${kebab(name)}', namespace, labels: labels(project) }, { data: { owner: project.owner } }),
});
`,
  };
};
