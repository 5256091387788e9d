// Diagnostics as annotations of GitHub Actions. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import { harmless } from './harmless.ts';
import { inert, type Located } from './located.ts';

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const githubOf = (diagnostics: readonly Located[]): string => diagnostics.filter((d) => d.waived === undefined).map((d) => {
  const level = d.severity === 'info' ? 'notice' : d.severity;
  const { place } = d;
  const fields = [
    ...(place ? [`file=${property(harmless(place.file))}`] : []), ...(place?.line === undefined ? [] : [`line=${place.line}`]),
    ...(place?.column === undefined ? [] : [`col=${place.column}`]), ...(place?.endColumn === undefined ? [] : [`endColumn=${place.endColumn}`]), `title=${property(d.code)}`,
  ];
  const where = d.environments && d.environments.length > 0 ? ` (${d.environments.join(', ')})` : '';
  const body = [`${d.what}${where}`, ...(d.why ?? []), ...(d.remedies ?? []).map((r) => `→ ${r.text}`)].map(inert).join('\n');
  return `::${level} ${fields.join(',')}::${data(harmless(body))}\n`;
}).join('');
