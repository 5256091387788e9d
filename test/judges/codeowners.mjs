// The form of CODEOWNERS, after GitHub's documentation: a pattern that GitHub understands, then owners; no pattern twice, since the last one wins in silence.
import { eachFile, verdict } from './support/files.mjs';

export const name = 'codeowners', version = '1', formOnly = true;
const OWNER = /^(@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9_.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+)$/;

/** https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */
export function reasons(text) {
  const seen = new Set(), why = [];
  if (Buffer.byteLength(text) > 3 * 1024 * 1024) why.push('is over 3 MB, so GitHub does not load it');
  for (const [i, line] of text.split('\n').entries()) {
    const [pattern, ...owners] = line.replace(/(^|\s)#.*$/, '').trim().split(/\s+/), place = `line ${i + 1}`;
    if (!pattern) continue;
    if (/^!|\[|^\\#/.test(pattern)) why.push(`${place}: ${pattern} is syntax that GitHub does not support here`);
    if (seen.has(pattern)) why.push(`${place}: ${pattern} is given twice`);
    seen.add(pattern);
    if (owners.length === 0) why.push(`${place}: ${pattern} has no owner`);
    for (const owner of owners) if (!OWNER.test(owner)) why.push(`${place}: ${owner} is no owner`);
  }
  return seen.size ? why : [...why, 'no pattern'];
}

export const selfTest = () => Object.entries({
  good: '# who reviews what\n* @nordlicht/ai-platform\n/projects/crm/ @nordlicht/crm-platform crm@nordlicht.example\n', 'no owner': '/projects/ \n', 'not an owner': '* crm-platform\n', 'a pattern twice': '* @a/b\n* @a/c\n',
  'a negation': '!/x @a/b\n', 'a range': '/[ab]/ @a/b\n', empty: '# nothing\n',
}).map(([sample, text]) => verdict(sample, sample === 'good' ? 'accept' : 'refuse', reasons(text).length > 0, reasons(text).join('; ')));

export const takes = (paths) => paths.filter((path) => /(^|\/)CODEOWNERS$/.test(path));
export const judge = (paths, { dist }) => eachFile(paths, dist, reasons);
