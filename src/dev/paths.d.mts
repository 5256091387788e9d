// Types of paths.mjs.
export declare const packageRoot: string;
export declare const entries: Readonly<Record<string, string>>;
export declare function sources(folder: string): string[];
