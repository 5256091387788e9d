// Keeps `.leitwerk/types.d.ts` as the platform and the projects are now, so that a wrong name is red in the editor.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { platformTypes } from '../dev/platform-types.ts';
import type { Platform } from '../model/platform.ts';

export const typesFile = '.leitwerk/types.d.ts';

interface Typed { readonly root: string; readonly platform: Platform; readonly published: readonly (readonly [path: string, kind: string])[]; readonly broken: readonly (string | undefined)[] }

/** Written only when it changes, so that editors do not start over. What a project published stays while it cannot be read. */
export function writeTypes({ root, platform, published, broken }: Typed): void {
  const path = join(root, typesFile);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const kept = [...before.matchAll(/^ {6}'([^'/]+)(\/[^']+)': '([^']+)';$/gm)].filter(([, project]) => broken.includes(project)).map(([, project, id, kind]) => [`${project}${id}`, kind!] as const);
  const text = platformTypes(platform, Object.fromEntries([...kept, ...published]));
  if (text === before) return;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch { /* a checkout that may only be read has no editor that waits for it */ }
}
