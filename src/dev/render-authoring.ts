// Renders `leitwerk.d.ts`: what authors of projects see. Named interfaces with doc comments, since inferred types take seconds to check and print whole objects.
import type { LoadedConcept } from './concepts.ts';
import type { AuthoringFunction } from './functions.ts';
import { exportsOf, header, namedTypes, ownHeader, valueAliases } from './render-kinds.ts';
import { docComment, members } from './type-of.ts';

const globals = new Set(['Partial', 'Readonly', 'Record', 'Pick', 'Omit', 'Required', 'NoInfer', 'Array', 'ReadonlyArray']);

export function renderAuthoring(prelude: string, concepts: readonly LoadedConcept[], functions: readonly AuthoringFunction[]): string {
  const body = bodyOf(concepts, functions);
  const text = `${header}${prelude.replace(/^\/\/.*\n/, '').trim()}\n\n${valueAliases(`${body}${prelude}`)}\n${body}`;
  refuseUnknownNames(concepts, functions, new Set(exportsOf(text)));
  return text;
}

/** What a portfolio's own concepts add, as a module of its own that projects import as `#constructs/...`; `base` is the text of `leitwerk.d.ts`. */
export function renderOwn(base: string, concepts: readonly LoadedConcept[], functions: readonly AuthoringFunction[]): string {
  const offered = exportsOf(base);
  const body = bodyOf(concepts, functions, new Set(offered));
  refuseUnknownNames(concepts, functions, new Set([...offered, ...exportsOf(body)]));
  const twice = functions.find((f) => offered.includes(f.name));
  if (twice) throw new Error(`the function ${twice.name} is exported by leitwerk already`);
  const used = offered.filter((name) => /^[A-Z]/.test(name) && new RegExp(`\\b${name}\\b`).test(body)).sort();
  return `${ownHeader}// The concepts of this portfolio.\nimport { ${used.join(', ')} } from 'leitwerk';\n\n${body}`;
}

const bodyOf = (concepts: readonly LoadedConcept[], functions: readonly AuthoringFunction[], without: ReadonlySet<string> = new Set()): string =>
  [...[...namedTypes(concepts, 'author')].filter(([name]) => !without.has(name)).map(([, text]) => text), ...concepts.map(declaration), ...functions.map((f) => f.text)].join('\n');

function refuseUnknownNames(concepts: readonly LoadedConcept[], functions: readonly AuthoringFunction[], known: ReadonlySet<string>): void {
  for (const f of functions) {
    const missing = f.types.find((t) => !known.has(t) && !globals.has(t));
    if (missing !== undefined) throw new Error(`the function ${f.name} names the type ${missing}, which authors do not have: give its schema .meta({ id: '${missing}' })`);
    if (functions.filter((g) => g.name === f.name).length > 1 || concepts.some((c) => c.kind === f.name)) throw new Error(`two concept files export '${f.name}'`);
  }
}

function declaration({ kind, doc, schema, root }: LoadedConcept): string {
  const base = root ? `Project<'${kind}'>` : `Concept<'${kind}'>`;
  const parameters = root ? `portfolio: Portfolio, name: string, props: ${kind}Props` : `scope: Construct, id: string, props: ${kind}Props`;
  return `${docComment(doc)}export declare class ${kind} extends ${base} {\n  static readonly kind: '${kind}';\n  constructor(${parameters});\n}\n`
    + `export interface ${kind}Props extends CommonProps {\n${members(schema, 'author', '  ')}}\n`;
}
