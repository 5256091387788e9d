// What a stranger calls wrong and we do not: accepted.json, held against findings { object, container, check, finding } in both directions.
import { readFileSync } from 'node:fs';
import { isOwn, json } from './files.mjs';

const list = json(readFileSync(new URL('../accepted.json', import.meta.url), 'utf8'));
/** `of`: names of containers, or kinds and names of objects; left out, all of them. */
export const acceptedOf = (name) => list.filter(({ judge }) => judge === name);

/** What is found and not accepted, and what is accepted and not found. `own`: names count, as those of this repository's portfolio. */
export function outcome(findings, accepted, own = true) {
  const entries = accepted.flatMap(({ of, ...entry }) => (of ?? ['']).map((who) => ({ ...entry, who })));
  const isOf = (found) => ({ check, finding, who }) => check === found.check && finding === found.finding && (!own || ['', found.object, found.container].includes(who));
  return { critical: findings.filter((found) => !entries.some(isOf(found))), stale: entries.filter((entry) => !findings.some((found) => isOf(found)(entry))) };
}

export const saying = ({ check, finding, container }) => `${check}: ${finding}${container ? ` (container ${container})` : ''}`;

/** What is listed and occurs no longer. The list is of the portfolio in this repository: another need not have what it accepts, and what is listed of one there holds of all. */
export const stale = (findings, accepted, context) =>
  isOwn(context) ? outcome(findings, accepted).stale.map((entry) => ({ what: `accepted.json: ${entry.who || 'all'}`, why: `it occurs no longer: ${saying(entry)}` })) : [];
