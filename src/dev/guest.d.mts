// Types of guest.mjs.
import type { parseSync } from 'oxc-parser';

export declare function cutDefinitions(parse: typeof parseSync, path: string, text: string): string;
/** CommonJS text that exports everything authors import: the guest's own functions, and all concepts of these folders. */
export declare function buildGuest(conceptFolders?: readonly string[]): Promise<string>;
