// Renders `.leitwerk/types.d.ts`: the names that the platform and the other projects offer, so that a wrong one is red in the editor.
import { platformSet } from '../model/environments.ts';
import type { Platform } from '../model/platform.ts';
import { literal } from './type-of.ts';
import { platformTypesBySet } from './value-types.ts';

/** `published`: kind by path, `{ 'crm/tickets': 'DataContract' }`. */
export function platformTypes(platform: Platform, published: Readonly<Record<string, string>>): string {
  const sets = Object.keys(platformTypesBySet).map((set) => `    ${set}: ${[...platformSet(platform, set)].sort().map(literal).join(' | ') || 'never'};\n`);
  const paths = Object.entries(published).sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, kind]) => `      ${literal(path)}: ${literal(kind)};\n`);
  return `// Written by \`leitwerk types\` from leitwerk.config.ts and projects/. Do not edit.
import 'leitwerk';

declare module 'leitwerk' {
  interface Platform {
${sets.join('')}    published: {
${paths.join('')}    };
  }
}
`;
}
