// Reads trees, YAML documents and JSON for the judges; what does not parse, or gives a key twice, is an error with its place.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Paths of all files below a folder, relative, with `/`, sorted. */
export const filesBelow = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1).split(sep).join('/')).sort();

/** Does the work for each key once in a run: portfolios share much, and the same bytes get the same verdict. */
export function once(work) {
  const known = new Map();
  return (key, ...given) => known.get(key) ?? known.set(key, work(...given)).get(key);
}
/** The same for work that takes many at a time: what is said of each, by its key. */
export function onceEach(work) {
  const known = new Map();
  return async (keys, items) => {
    const fresh = [...new Map(keys.map((key, i) => [key, items[i]]))].filter(([key]) => !known.has(key));
    const said = fresh.length > 0 ? await work(fresh.map(([, item]) => item)) : [];
    for (const [i, [key]] of fresh.entries()) known.set(key, said[i]);
    return keys.map((key) => known.get(key));
  };
}

const parsed = once((text) => parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
  if (document.errors.length) throw new Error(document.errors[0].message);
  const value = document.toJS();
  return value === null ? [] : [value];
}));
/** The documents of a YAML text, which are the reader's own: a dozen judges read the same files, and to parse them takes thirty times longer than to copy what they hold. Throws on the first error. */
export const yamlDocuments = (text) => structuredClone(parsed(sha256(text), text));

/** One JSON value, without a key given twice, which JSON.parse would let pass. */
export function json(text) {
  JSON.parse(text);
  return yamlDocuments(text)[0];
}

export const sha256 = (data) => createHash('sha256').update(data).digest('hex');
export const sha256Of = (file) => sha256(readFileSync(file));
/** What is in a folder: the same for the same files. */
export const contentsOf = (folder) => sha256(filesBelow(folder).map((path) => `${path} ${sha256Of(join(folder, path))}`).join('\n'));

export function copy(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** Why `work` throws, or undefined where it does not. */
export function problem(work) {
  try { work(); return undefined; } catch (error) { return error.message; }
}

/** Result of a judge that looks at one file at a time with a function that returns reasons. */
export function eachFile(paths, dist, reasons) {
  const refused = paths.flatMap((path) => {
    const why = reasons(readFileSync(join(dist, path), 'utf8'), path);
    return why.length ? [{ what: path, why: why.join('; ') }] : [];
  });
  return { accepted: paths.length - refused.length, refused };
}

/** A self-test's line: what was wanted of a sample, and what came. */
export const verdict = (sample, wanted, refused, why = '') => ({ sample, wanted, got: refused ? 'refuse' : 'accept', why });
/** Is it the portfolio of this repository, and not one that was made to be judged? */
export const isOwn = ({ dist, root }) => dist === join(root, 'dist');
