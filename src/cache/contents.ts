// What a project is made of, as one digest: all that its bundle could hold or depend on.
import { lstatSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../model/digest.ts';

/** A folder that holds more costs more to read than a project costs to evaluate. */
const MOST = { files: 500, bytes: 4 * 2 ** 20 };

/** Names and contents of all files of a folder; undefined where they do not say it all: a link leads elsewhere. */
export function contentsOf(folder: string): string | undefined {
  const parts: string[] = [];
  let files = 0;
  let bytes = 0;
  const visit = (path: string, name: string): boolean => readdirSync(path, { withFileTypes: true }).every((entry) => {
    const inner = join(path, entry.name), called = `${name}/${entry.name}`;
    if (entry.isDirectory()) return visit(inner, called);
    if (!entry.isFile() || ++files > MOST.files || (bytes += lstatSync(inner).size) > MOST.bytes) return false;
    const text = readFileSync(inner, 'latin1');
    parts.push(`${called}\0${text.length}\0${text}`);
    return true;
  });
  try {
    return lstatSync(folder).isDirectory() && visit(folder, '') ? sha256(parts.sort().join('\0')) : undefined;
  } catch { return undefined; }
}

/** A bundle also follows what a package.json above it says of side effects. */
export function surroundingsOf(root: string): string {
  const found: string[] = [];
  for (let here = join(root, 'projects'); ; here = dirname(here)) {
    try { found.push(readFileSync(join(here, 'package.json'), 'utf8')); } catch { found.push(''); }
    if (here === dirname(here)) return sha256(found.join('\0'));
  }
}
