// Which paths a tree may hold: relative, plain, the same file on every system.

// https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file: a repository is cloned there too.
const RESERVED = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\..*)?$/i;
// Longest name of common file systems, in bytes.
const LONGEST_NAME = 255;

/** Why a path may not be written, or undefined if it may. */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'it is absolute';
  if (path.includes('\\')) return 'it has a backslash';
  if (/[\u0000-\u001f\u007f-\u009f]/.test(path)) return 'it has a control character';
  if (/\p{Cs}/u.test(path)) return 'it is no well-formed Unicode';
  if (/[<>:"|?*]/.test(path)) return 'it has a character that not every file system takes';
  for (const part of path.split('/')) {
    if (part === '') return 'it has an empty part';
    if (part === '.' || part === '..') return `it has the part \`${part}\``;
    if (/[. ]$/.test(part)) return `\`${part}\` ends in a dot or a space`;
    if (RESERVED.test(part)) return `\`${part}\` is a reserved name on Windows`;
    if (Buffer.byteLength(part) > LONGEST_NAME) return 'a part of it is too long';
  }
  return undefined;
}

/** Equal for paths that are one file on a system that ignores case or normalises Unicode. */
export const pathKey = (path: string): string => path.normalize('NFC').toLowerCase();
