// Front matter: data at the head of a Markdown document, in YAML that every version of it reads alike. Texts are quoted as JSON quotes them, so that none means anything.
import { isObject, type Json, type JsonObject } from '../json.ts';
import { Markdown } from './markdown.ts';

const scalar = (value: Json): string => JSON.stringify(value);
const key = (name: string): string => (/^[a-z][a-z0-9_-]*$/i.test(name) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(name) ? name : JSON.stringify(name));
const isEmpty = (value: Json): boolean => (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);
/** Fits on the line of its key. */
const isFlat = (value: Json): boolean => typeof value !== 'object' || value === null || isEmpty(value);

function block(value: Json, indent: string): string {
  if (isFlat(value)) return scalar(value);
  if (Array.isArray(value)) return value.map((v: Json) => `${indent}- ${block(v, `${indent}  `).trimStart()}`).join('\n');
  const entries = Object.entries(value as JsonObject).flatMap(([k, v]) => (v === undefined ? [] : [[k, v] as const]));
  return entries.map(([k, v]) => `${indent}${key(k)}:${isFlat(v) ? ` ${scalar(v)}` : `\n${block(v, `${indent}  `)}`}`).join('\n');
}

/** What stands before the document; its first block. */
export const frontMatter = (data: JsonObject): Markdown => new Markdown(`---\n${block(data, '')}\n---`);
