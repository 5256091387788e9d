// Compiles JSON Schemas to validators ahead of time: one self-contained ES module, so that the hot path loads neither ajv nor zod.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { JsonSchema } from '../model/concepts.ts';
import { packageRoot } from './paths.mjs';
import { mapChildren } from './schema.ts';

/** Text of a module that exports `validators`: a function by name of schema, which fills in defaults. */
export async function validatorsModule(schemas: Readonly<Record<string, JsonSchema>>): Promise<string> {
  const [{ Ajv2020 }, { default: standalone }, { build }] = await Promise.all([import('ajv/dist/2020.js'), import('ajv/dist/standalone/index.js'), import('esbuild')]);
  const ajv = new Ajv2020({ useDefaults: true, allErrors: true, strict: false, unicodeRegExp: true, discriminator: true, inlineRefs: false, code: { source: true, esm: true } });
  const names = Object.keys(schemas).sort();
  for (const name of names) ajv.addSchema(bare(schemas[name]!), name);
  const text = (standalone as unknown as (ajv: unknown, refs: Readonly<Record<string, string>>) => string)(ajv, Object.fromEntries(names.map((name) => [`validate_${name}`, name])));
  const table = `export const validators = { ${names.map((name) => `${JSON.stringify(name)}: validate_${name}`).join(', ')} };\n`;
  const resolveDir = dirname(dirname(createRequire(join(packageRoot, 'package.json')).resolve('ajv/package.json')));
  const made = await build({
    stdin: { contents: compact(text) + table, resolveDir, loader: 'js', sourcefile: 'validators.mjs' },
    bundle: true, write: false, format: 'esm', platform: 'node', target: 'node20', minify: true, logLevel: 'silent',
  });
  return made.outputFiles[0]!.text;
}

/** Without what only people read. ajv looks at the members of a discriminated union only if the value is an object, and lets anything else pass. */
const bare = ({ $schema, title: _title, description: _description, leitwerk: _mark, ...schema }: JsonSchema): JsonSchema => {
  const { $defs, ...rest } = mapChildren(schema, bare);
  const parts = $defs && Object.fromEntries(Object.entries($defs as Record<string, JsonSchema>).map(([name, part]) => [name, bare(part)]));
  return { ...($schema !== undefined && { $schema }), ...rest, ...(rest['discriminator'] !== undefined && { type: 'object' }), ...(parts && { $defs: parts }) };
};

/** ajv writes six statements for every error; they are most of the text, and the text is parsed at every start. */
const compact = (text: string): string => text
  .replace(/^export const /gm, 'const ').replace(/;export const /g, ';const ')
  .replace(/const (err\d+) = (\{(?:(?!const err\d)[\s\S])*?\});if\(vErrors === null\)\{vErrors = \[\1\];\}else \{vErrors\.push\(\1\);\}errors\+\+;/g, '(vErrors ??= []).push($2);errors++;');
