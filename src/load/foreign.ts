// Imports what is no part of the program, by name or URL: with a function that its start hands over, since a script that V8 has kept compiled cannot import by itself.
declare const importModule: ((specifier: string) => Promise<unknown>) | undefined;

export const foreign = <T>(specifier: string): Promise<T> => (typeof importModule === 'function' ? importModule(specifier) : import(/* @vite-ignore */ specifier)) as Promise<T>;
