// Terraform expressions in plain data: what targets mean as an expression is rendered as one, every other text is inert.
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { reference } from '../model/terraform.ts';
import { compare } from './canonical.ts';

/** The block that an expression refers to, or undefined where it is no reference to one. */
export const referenced = (expression: string): string | undefined => reference(expression)?.block;

/** Text in which nothing is evaluated. https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1 */
export const inert = (text: string): string => text.includes('{') ? text.replace(/([$%])(?=\{)/g, '$1$1') : text;

const isExpression = (value: Json | undefined): value is { readonly $tf: string } => isObject(value) && typeof value['$tf'] === 'string' && Object.keys(value).length === 1;
const isJoin = (value: Json): value is { readonly $join: readonly Json[] } => isObject(value) && Array.isArray(value['$join']) && Object.keys(value).length === 1;

/** Texts that meet are one text before they are made inert; `$` and `%` right before an expression would escape it, so they become one themselves. */
function joined(parts: readonly Json[]): string {
  let out = '', text = '';
  const flush = (beforeExpression: boolean) => {
    const end = beforeExpression ? /[$%]*$/.exec(text)![0] : '';
    out += inert(text.slice(0, text.length - end.length)) + (end && `\${"${end}"}`);
    text = '';
  };
  for (const part of parts) {
    if (!isExpression(part)) { text += String(part); continue; }
    flush(true);
    out += `\${${part.$tf}}`;
  }
  flush(false);
  return out;
}

/** The value as Terraform's JSON syntax has it, keys sorted; names of map entries are templates there as well. */
export function render(value: Json): Json {
  if (typeof value === 'string') return inert(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map((element) => render(element ?? null));
  if (isExpression(value)) return `\${${value.$tf}}`;
  if (isJoin(value)) return joined(value.$join);
  const object = value as JsonObject;
  return Object.fromEntries(Object.keys(object).filter((key) => object[key] !== undefined).sort(compare).map((key) => [inert(key), render(object[key]!)]));
}

/** Every expression inside a value. */
export function* expressions(value: Json | undefined): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if (isExpression(value)) { yield value.$tf; return; }
  for (const child of Object.values(value)) if (typeof child === 'object' && child !== null) yield* expressions(child as Json);
}
