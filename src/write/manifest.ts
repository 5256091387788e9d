// The text of a Kubernetes object. The tree and the chart both have it, so it is made once.
import type { JsonObject } from '../model/json.ts';
import { canonicalObject } from './canonical.ts';
import { yaml } from './yaml.ts';

const made = new WeakMap<JsonObject, string>();

export function manifest(given: JsonObject): string {
  const body = canonicalObject(given);
  let text = made.get(body);
  if (text === undefined) { text = yaml(body); made.set(body, text); }
  return text;
}

/** The text with `put` where its namespace stood: a line of `metadata`, which only there is indented by two. */
export function withNamespace(text: string, put: string): string {
  const from = text.indexOf('\n  namespace: ', text.indexOf('\nmetadata:\n')) + '\n  namespace: '.length;
  return `${text.slice(0, from)}${put}${text.slice(text.indexOf('\n', from))}`;
}
