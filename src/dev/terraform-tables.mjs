// Knows how to read the schema of Terraform resource types out of an npm provider package, whose source maps carry the generated TypeScript.
// usage: node src/dev/terraform-tables.mjs [--check]
// Writes src/data/terraform/aws.json; --check compares instead. The package (45 MB packed) is fetched into a temporary folder and is never a dependency.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@cdktn/provider-aws', VERSION = '25.7.0';
const TYPES = {
  resource: [
    'aws_budgets_budget', 'aws_cloudwatch_log_group', 'aws_dynamodb_table', 'aws_glue_catalog_database', 'aws_glue_catalog_table', 'aws_iam_policy', 'aws_iam_role', 'aws_iam_role_policy',
    'aws_iam_role_policy_attachment', 'aws_kms_alias', 'aws_kms_key', 'aws_s3_bucket', 'aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_ownership_controls', 'aws_s3_bucket_policy',
    'aws_s3_bucket_public_access_block', 'aws_s3_bucket_server_side_encryption_configuration', 'aws_s3_bucket_versioning', 'aws_secretsmanager_secret', 'aws_sns_topic',
    'aws_sns_topic_policy', 'aws_sns_topic_subscription', 'aws_sqs_queue',
  ],
  data: ['aws_caller_identity', 'aws_iam_policy_document'],
};
const TARGET = fileURLToPath(new URL('../data/terraform/aws.json', import.meta.url));

const folderOf = (form, type) => (form === 'data' ? `data_${type}` : type.replace(/^[a-z]+_/, '')).replaceAll('_', '-');
const lowerFirst = (text) => text[0].toLowerCase() + text.slice(1);

/** The TypeScript of every module under a folder, out of the inline source maps. */
function sources(folder) {
  const marker = 'sourceMappingURL=data:application/json;base64,';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js')).sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8'), from = text.lastIndexOf(marker);
    return from < 0 ? '' : JSON.parse(Buffer.from(text.slice(from + marker.length), 'base64').toString('utf8')).sourcesContent.join('\n');
  }).join('\n');
}

/** Top-level declarations by `class Name`, `function name`. */
function declarations(text) {
  const marks = [...text.matchAll(/^export (?:declare )?(class|function|interface) (\w+)/gm)];
  return new Map(marks.map((mark, i) => [`${mark[1]} ${mark[2]}`, text.slice(mark.index, marks[i + 1]?.index ?? text.length)]));
}

/** What the generated comments say of each attribute of a class: `// arn - computed: true, optional: false, required: false`. */
const flags = (text = '') => new Map([...text.matchAll(/\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)/g)]
  .map(([, name, computed, optional, required]) => [name, { computed: computed === 'true', optional: optional === 'true', required: required === 'true' }]));

const SCALARS = { string: 'string', number: 'number', boolean: 'bool', any: 'any' };
function typeOf(storage, form) {
  const [, scalar, shape] = /^(string|number|boolean|any)(List|Map|Set|ListList|MapList)?$/.exec(storage) ?? [];
  if (!scalar) return 'any';
  const element = SCALARS[scalar], collection = form === 'simple' ? 'list' : form;
  if (!shape) return element;
  return shape === 'ListList' ? [collection, ['list', element]] : shape === 'MapList' ? [collection, ['map', element]] : [collection, element];
}

/** A block: its own attributes and nested blocks, from the function that renders it and the comments of the class that reads it. */
function block(decls, rendering, known, inside) {
  const attributes = {}, blocks = {};
  const entry = /^\s{4,6}"?([\w-]+)"?: \{\s*\n\s*value: (.+?),\n\s*isBlock: (true|false),\n\s*type: "(\w+)",\n\s*storageClassType: "(\w+)",/gms;
  for (const [, name, value, isBlock, form, storage] of rendering.matchAll(entry)) {
    const flag = known.get(name) ?? { computed: false, optional: true, required: false };
    const renderer = [...value.matchAll(/(\w+)ToHclTerraform/g)].map((m) => m[1]).find((f) => decls.has(`function ${f}ToHclTerraform`));
    if (!renderer) { attributes[name] = attribute(flag, typeOf(storage, form)); continue; }
    if (inside.includes(renderer)) throw new Error(`${renderer} contains itself: not supported`);
    const nested = block(decls, decls.get(`function ${renderer}ToHclTerraform`), flags(decls.get(`class ${renderer[0].toUpperCase()}${renderer.slice(1)}OutputReference`)), [...inside, renderer]);
    if (isBlock !== 'true') { attributes[name] = attribute(flag, ['object', nested]); continue; }
    const many = value.includes('listMapperHcl');
    blocks[name] = { nesting: many ? form === 'set' ? 'set' : 'list' : 'single', ...(flag.required ? { min: 1 } : {}), ...(many ? {} : { max: 1 }), block: nested };
  }
  for (const [name, flag] of known) if (!attributes[name] && !blocks[name] && flag.computed && !flag.optional && !flag.required) attributes[name] = attribute(flag, 'any');
  return { attributes: sorted(attributes), ...(Object.keys(blocks).length ? { blocks: sorted(blocks) } : {}) };
}

const attribute = ({ computed, optional, required }, type) => ({ type, ...(required ? { required } : {}), ...(optional ? { optional } : {}), ...(computed ? { computed } : {}) });
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => a < b ? -1 : 1));

function extract(folder, form, type) {
  const text = sources(folder);
  const named = /tfResourceType(?:: \w+)? = "([^"]+)"/.exec(text)?.[1];
  if (named !== type) throw new Error(`${folder} is of type ${named}, not ${type}`);
  const decls = declarations(text);
  const [main, body] = [...decls].find(([name, code]) => name.startsWith('class ') && /extends cdkt[fn]\.Terraform(Resource|DataSource)\b/.test(code)) ?? [];
  if (!main) throw new Error(`${folder} has no ${form}`);
  const found = block(decls, body.slice(body.indexOf('synthesizeHclAttributes')), flags(body), [lowerFirst(main.slice(6))]);
  // The provider's SDK computes `id` and refuses to be given it, though the schema that it publishes says optional.
  if (found.attributes.id) found.attributes.id = { type: 'string', computed: true };
  return found;
}

function tables(folder) {
  const { cdktf, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const all = (form) => Object.fromEntries(TYPES[form].map((type) => [type, extract(join(folder, 'lib', folderOf(form, type)), form, type)]));
  return {
    provider: cdktf.provider.name.split('/').slice(1).join('/'), version: cdktf.provider.version, package: `${PACKAGE}@${VERSION}`, generator: 'src/dev/terraform-tables.mjs',
    licence: `Derived from ${PACKAGE}, whose licence is ${license} (https://www.mozilla.org/MPL/2.0/); this file stays under it.`,
    resource: all('resource'), data: all('data'),
  };
}

/** One type a line: a difference in review shows the type. */
const render = ({ resource, data, ...header }) => {
  const lines = (form) => Object.entries(form).map(([type, table]) => `    ${JSON.stringify(type)}: ${JSON.stringify(table)}`).join(',\n');
  return `${JSON.stringify(header, null, 2).slice(0, -2)},\n  "resource": {\n${lines(resource)}\n  },\n  "data": {\n${lines(data)}\n  }\n}\n`;
};

const scratch = mkdtempSync(join(tmpdir(), 'terraform-tables-'));
try {
  execFileSync('npm', ['pack', '--silent', `${PACKAGE}@${VERSION}`, '--pack-destination', scratch], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [archive] = readdirSync(scratch).filter((name) => name.endsWith('.tgz'));
  const wanted = Object.entries(TYPES).flatMap(([form, types]) => types.map((type) => `package/lib/${folderOf(form, type)}`));
  execFileSync('tar', ['-xzf', join(scratch, archive), '-C', scratch, 'package/package.json', ...wanted]);
  const text = render(tables(join(scratch, 'package')));
  if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
  else if (text !== readFileSync(TARGET, 'utf8')) { console.error('src/data/terraform/aws.json differs from what the package says'); process.exitCode = 1; }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
