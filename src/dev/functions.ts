// Functions that concept files export for authors: their signatures, as declarations. The types are the author's own words, so every name in them must be one that authors have.
import { readFileSync } from 'node:fs';
import { parseSync, Visitor, type Function as FunctionNode } from 'oxc-parser';

export interface AuthoringFunction { readonly name: string; readonly text: string; readonly types: readonly string[] }

export function authoringFunctions(file: string): readonly AuthoringFunction[] {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const found: AuthoringFunction[] = [];
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'FunctionDeclaration') continue;
    const doc = comments.findLast((c) => c.end <= statement.start && c.type === 'Block' && c.value.startsWith('*') && text.slice(c.end, statement.start).trim() === '');
    found.push(declaration(file, text, statement.declaration, doc && `/*${doc.value}*/`));
  }
  return found;
}

function declaration(file: string, text: string, fn: FunctionNode, doc: string | undefined): AuthoringFunction {
  const name = fn.id!.name;
  if (!fn.returnType) throw new Error(`${file}: write out the return type of ${name}, authors see it`);
  const of = (node: { readonly start: number; readonly end: number } | null | undefined) => (node ? text.slice(node.start, node.end) : '');
  const parameters = fn.params.map((parameter) => {
    if (parameter.type === 'AssignmentPattern' && parameter.left.type === 'Identifier' && parameter.left.typeAnnotation) return `${parameter.left.name}?${of(parameter.left.typeAnnotation)}`;
    if (parameter.type === 'Identifier' && parameter.typeAnnotation) return of(parameter);
    if (parameter.type === 'RestElement' && parameter.typeAnnotation) return of(parameter);
    throw new Error(`${file}: write the parameters of ${name} as names with types`);
  });
  const own = new Set((fn.typeParameters?.params ?? []).map((p) => p.name.name));
  const types = new Set<string>();
  const visit = (node: { readonly type: string } | null | undefined) => {
    if (!node) return;
    new Visitor({ TSTypeReference: (n) => { if (n.typeName.type === 'Identifier' && !own.has(n.typeName.name)) types.add(n.typeName.name); } })
      .visit({ type: 'Program', body: [{ type: 'ExpressionStatement', expression: node }] } as never);
  };
  visit(fn.returnType);
  visit(fn.typeParameters);
  for (const parameter of fn.params) visit(parameter as never);
  return { name, types: [...types], text: `${doc ? `${doc}\n` : ''}export declare function ${name}${of(fn.typeParameters)}(${parameters.join(', ')})${of(fn.returnType)};\n` };
}
