// JSON text: two spaces, a line feed at the end.
import type { Json } from '../model/json.ts';

export const json = (value: Json): string => `${JSON.stringify(value, null, 2)}\n`;
