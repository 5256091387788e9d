// What `leitwerk init` makes in an empty folder, and what it becomes with each `leitwerk new`: compiled after each, judged where it became something else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, sha256 } from '../support/files.mjs';
import { leitwerk, synth } from '../support/portfolio.mjs';

export const name = 'made';
/** The projects are alike. */
export const sample = { opentofu: 1, moto: 0, checkov: 1, 'contract-data': 1, helm: 1 };
const STEPS = [['init'], ['new', 'project', 'second-forecast'], ['new', 'concept', 'Ticket', '--chapter', 'support'], ['new', 'target', 'notes/owner'], ['new', 'policy', 'says-what-it-is-not']];

/** What is emitted; indexes also say from where. */
const contents = (dist) => sha256(filesBelow(dist).filter((path) => !path.endsWith('index.json')).map((path) => `${path} ${sha256(readFileSync(join(dist, path)))}`).join('\n'));

export async function compile({ root, folder, say }) {
  const made = [], seen = new Map();
  for (const [i, step] of STEPS.entries()) {
    const title = step.slice(0, 2).join(' ');
    await leitwerk({ root, folder }, ...step);
    const dist = await synth({ root, folder }, `dist-${i}`), same = seen.get(contents(dist));
    if (same) { say(`${title}: emits the same as ${same}`); continue; }
    seen.set(contents(dist), title);
    made.push([title, dist]);
  }
  return made;
}
