// A target of a company's own, as its file has it.

export const target = (emit: string, scope = 'cluster'): string => `import { contribute, file, object, target } from 'leitwerk/target';
export default target({
  system: 'X', api: 'v1', docs: 'https://example.com', consumes: ['AiProject'], per: 'node', scope: '${scope}', judge: 'kube-apiserver',
  emit: (project, { namespace }) => ${emit},
});
`;
