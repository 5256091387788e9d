// Files of a project that are text to it: prompts, golden sets, documents.
declare module '*.md' { const text: string; export default text; }
declare module '*.txt' { const text: string; export default text; }
