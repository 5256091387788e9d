// Renders the registries: what is registered by being in a folder. Decided by the default export's text, so that nothing is loaded.
import { readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { parseSync, type Expression, type Program } from 'oxc-parser';
import { sources } from './paths.mjs';
import { header } from './render-kinds.ts';

type Maker = 'target' | 'policy' | 'fact' | 'portfolioFact';
export interface Entry { readonly id: string; readonly maker: Maker; readonly file: string }

/** Every file below `folder` whose default export is made by one of `makers`; other files are helpers. */
export function registered(folder: string, makers: readonly Maker[], id: (path: string) => string): readonly Entry[] {
  return sources(folder).flatMap((file) => {
    const maker = makerOf(parseSync(file, readFileSync(file, 'utf8')).program);
    if (maker === undefined || !(makers as readonly string[]).includes(maker)) return [];
    return [{ id: id(relative(folder, file).split(sep).join('/').replace(/\.ts$/, '')), maker: maker as Maker, file }];
  });
}

function makerOf({ body }: Program): string | undefined {
  const exported = body.find((s) => s.type === 'ExportDefaultDeclaration')?.declaration as Expression | undefined;
  if (exported?.type !== 'Identifier') return callee(exported);
  const declarations = body.flatMap((s) => (s.type === 'VariableDeclaration' ? s.declarations : []));
  return callee(declarations.find((d) => d.id.type === 'Identifier' && d.id.name === exported.name)?.init);
}
function callee(expression: Expression | null | undefined): string | undefined {
  if (expression?.type === 'TSAsExpression' || expression?.type === 'TSSatisfiesExpression') return callee(expression.expression);
  return expression?.type === 'CallExpression' && expression.callee.type === 'Identifier' ? expression.callee.name : undefined;
}

export const camelCase = (name: string): string => name.replace(/[-/](\w)/g, (_, letter: string) => letter.toUpperCase());

export interface Registered { readonly targets: readonly Entry[]; readonly facts: readonly Entry[]; readonly policies: readonly Entry[] }
export const registeredIn = (root: string): Registered => ({
  targets: registered(join(root, 'src/targets'), ['target'], (path) => path),
  facts: registered(join(root, 'src/analyse'), ['fact', 'portfolioFact'], camelCase),
  policies: registered(join(root, 'policies'), ['policy'], (path) => basename(path)),
});

const from = (root: string, file: string): string => `'${relative(join(root, 'src/generated'), file).split(sep).join('/')}'`;
const table = (name: string, type: string, prefix: string, entries: readonly Entry[]): string =>
  `export const ${name}: Readonly<Record<string, ${type}>> = {${entries.length > 0 ? '\n' : ''}${entries.map((e, i) => `  '${e.id}': ${prefix}${i},\n`).join('')}};\n`;

export function renderRegistry(root: string, { targets, facts, policies }: Registered, published: readonly string[]): string {
  const own = facts.filter((f) => f.maker === 'fact');
  const portfolio = facts.filter((f) => f.maker === 'portfolioFact');
  const imports = (prefix: string, entries: readonly Entry[]) => entries.map((e, i) => `import ${prefix}${i} from ${from(root, e.file)};\n`).join('');
  return `${header}// What is registered by being in its folder: targets, facts, policies.
import type { Fact, PortfolioFact } from '../fact.ts';
import type { AnyPolicy } from '../policy.ts';
import type { AnyTarget } from '../target.ts';
import type { Kind } from './kinds.ts';
${imports('fact', own)}${imports('portfolioFact', portfolio)}${imports('policy', policies)}${imports('target', targets)}
${table('targets', 'AnyTarget', 'target', targets)}
${table('facts', 'Fact<unknown>', 'fact', own)}
${table('portfolioFacts', 'PortfolioFact<unknown>', 'portfolioFact', portfolio)}
${table('policies', 'AnyPolicy', 'policy', policies)}
/** Kinds that other projects may use. */
export const published: readonly Kind[] = [${published.map((k) => `'${k}'`).join(', ')}];
`;
}

export function renderRegistryTypes(root: string, { facts }: Registered): string {
  const members = (maker: Maker) => facts.filter((f) => f.maker === maker).map((f) => `  readonly ${f.id}: FactValue<typeof import(${from(root, f.file)}).default>;\n`).join('');
  return `${header}// The values of all facts by name; types alone, so that facts may read each other.
export type FactValue<F> = F extends { readonly derive: (...context: never) => infer T } ? T : never;
export interface Facts {\n${members('fact')}}
export interface PortfolioFacts {\n${members('portfolioFact')}}
`;
}
