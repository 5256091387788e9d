// Renders `leitwerk.d.ts`: what authors of projects see. Named interfaces with doc comments, since inferred types take seconds to check and print whole objects.
import type { LoadedConcept } from './concepts.ts';
import type { AuthoringFunction } from './functions.ts';
import { header, namedTypes, valueAliases } from './render-kinds.ts';
import { docComment, members } from './type-of.ts';

const globals = new Set(['Partial', 'Readonly', 'Record', 'Pick', 'Omit', 'Required', 'NoInfer', 'Array', 'ReadonlyArray']);

export function renderAuthoring(prelude: string, concepts: readonly LoadedConcept[], functions: readonly AuthoringFunction[]): string {
  const named = namedTypes(concepts, 'author');
  const body = [...named.values(), ...concepts.map(declaration), ...functions.map((f) => f.text)].join('\n');
  const text = `${header}${prelude.replace(/^\/\/.*\n/, '').trim()}\n\n${valueAliases(`${body}${prelude}`)}\n${body}`;
  const declared = new Set([...text.matchAll(/^export (?:declare )?(?:abstract )?(?:class|interface|type|function) (\w+)/gm)].map((m) => m[1]!));
  for (const f of functions) {
    const missing = f.types.find((t) => !declared.has(t) && !globals.has(t));
    if (missing !== undefined) throw new Error(`the function ${f.name} names the type ${missing}, which authors do not have: give its schema .meta({ id: '${missing}' })`);
    if (functions.filter((g) => g.name === f.name).length > 1 || concepts.some((c) => c.kind === f.name)) throw new Error(`two concept files export '${f.name}'`);
  }
  return text;
}

function declaration({ kind, doc, schema, root }: LoadedConcept): string {
  const base = root ? `Project<'${kind}'>` : `Concept<'${kind}'>`;
  const parameters = root ? `portfolio: Portfolio, name: string, props: ${kind}Props` : `scope: Construct, id: string, props: ${kind}Props`;
  return `${docComment(doc)}export declare class ${kind} extends ${base} {\n  static readonly kind: '${kind}';\n  constructor(${parameters});\n}\n`
    + `export interface ${kind}Props extends CommonProps {\n${members(schema, 'author', '  ')}}\n`;
}
