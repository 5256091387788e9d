// Python as text: values that mean nothing but themselves. A JSON text is a Python literal of the same value but for three words. https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals
import { isObject, type Json } from './json.ts';

const words = new Map<Json, string>([[true, 'True'], [false, 'False'], [null, 'None']]);
/** A literal of the value; lists and objects included. */
export function py(value: Json): string {
  const word = words.get(value);
  if (word !== undefined) return word;
  if (Array.isArray(value)) return `[${value.map((v) => py(v as Json)).join(', ')}]`;
  if (isObject(value)) return `{${Object.entries(value).map(([k, v]) => `${py(k)}: ${py(v as Json)}`).join(', ')}}`;
  return JSON.stringify(value);
}
/** A call with named arguments; what is already Python stands in a `raw`. */
export const call = (of: string, args: Readonly<Record<string, string>>): string => `${of}(${Object.entries(args).map(([k, v]) => `${k}=${v}`).join(', ')})`;
