// Types of the texts, for tests in TypeScript.
export const lines: readonly string[];
export const texts: readonly string[];
export const refused: readonly string[];
