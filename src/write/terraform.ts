// Terraform: blocks as the `cdk.tf.json` of one stack a project, environment and account, assembled by cdktf.
import type * as cdktf from 'cdktf';
import { allocationTags } from '../model/aws.ts';
import type { Diagnostic, Pass } from '../model/diagnostic.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Account, Environment, Platform } from '../model/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import { emit } from '../model/catalogue/emit.ts';
import { blockText } from './address.ts';
import { compare, sorted } from './canonical.ts';
import { expressions, inert, referenced, render } from './expressions.ts';
import { json } from './json.ts';
import type { MergedBlock } from './merge.ts';

/** Providers by the prefix of their types; the version is the one whose real program judges what we emit. https://registry.terraform.io/providers/hashicorp/aws */
const PROVIDERS = { aws: { source: 'hashicorp/aws', version: '~> 6.34' } } as const;
/** The order in which a reader wants it; cdktf's own metadata is left out. */
const SECTIONS = ['terraform', 'provider', 'data', 'resource', 'output', 'moved', 'import'] as const;

export interface StackScope { readonly project: string; readonly owner: string; readonly platform: Platform; readonly env: Environment }

export const preload = (): void => { void import('cdktf'); };

/** One object in a state bucket for each stack; where accounts share a bucket, the account is in the name. */
export function stateKey({ project, env }: StackScope, account: Account): string {
  const shared = env.accounts.filter((other) => other.state.bucket === account.state.bucket).length > 1;
  return shared ? `${env.name}/${project}/${account.name}.tfstate` : `${env.name}/${project}.tfstate`;
}

/** Files below `terraform/`, by path in the tree. `more` may add constructs of the platform's own to a stack. */
export async function terraform(blocks: readonly MergedBlock[], scope: StackScope, more?: (stack: cdktf.TerraformStack) => void): Promise<Pass<ReadonlyMap<string, string>>> {
  const diagnostics: Diagnostic[] = [];
  const files = new Map<string, string>();
  for (const account of scope.env.accounts.toSorted((a, b) => compare(a.name, b.name))) {
    const own = blocks.filter((block) => block.place === account.name);
    if (own.length === 0) continue;
    diagnostics.push(...check(own));
    files.set(`terraform/${account.name}/cdk.tf.json`, json(await stack(own, scope, account, more)));
  }
  return { value: files, diagnostics };
}

/** References must lead to a block of the same stack, types to a provider that is configured. */
function check(blocks: readonly MergedBlock[]): readonly Diagnostic[] {
  const known = new Set(blocks.map(({ block, type, name }) => block === 'data' ? `data.${type}.${name}` : `${type}.${name}`));
  return blocks.flatMap((block) => {
    const at = { node: block.from[0] ?? '' };
    const strange = (block.block === 'resource' || block.block === 'data') && !Object.keys(PROVIDERS).some((provider) => block.type.startsWith(`${provider}_`));
    return [
      ...(strange ? [diagnose(emit, 'LW1310', at, { type: block.type, known: Object.keys(PROVIDERS), by: block.owner })] : []),
      ...[...expressions(block.body)].flatMap((expression) => {
        const target = referenced(expression);
        const reason = target === undefined ? 'it is no attribute of a block' : known.has(target) ? undefined : `there is no ${target} in this stack`;
        return reason === undefined ? [] : [diagnose(emit, 'LW1309', at, { block: blockText(block), by: block.owner, expression, reason })];
      }),
    ];
  });
}

async function stack(blocks: readonly MergedBlock[], scope: StackScope, account: Account, more?: (stack: cdktf.TerraformStack) => void): Promise<Json> {
  const [library, { RootConstruct }] = await Promise.all([import('cdktf'), import('constructs')]);
  // Without an App, which makes an output folder as soon as it is constructed.
  const whole = new library.TerraformStack(new RootConstruct('leitwerk'), `${scope.project}-${scope.env.name}-${account.name}`);
  const { bucket, region, lockTable } = account.state;
  new library.S3Backend(whole, { bucket, key: stateKey(scope, account), region, encrypt: true, ...(lockTable === undefined ? {} : { dynamodbTable: lockTable }) });
  const Aws = awsOf(library);
  new Aws(whole, account, allocationTags(scope.platform, scope.project, scope.owner));
  more?.(whole);
  const tf = clean(whole.toTerraform() as Json) as Sections;
  // Bodies join here and not before: cdktf would look for its own tokens in an author's text, and fail on one that looks like a token.
  for (const { block, type, name, body } of blocks) {
    if (block === 'resource' || block === 'data') ((tf[block] ??= {})[type] ??= {})[name] = render(body);
    else if (block === 'output') (tf.output ??= {})[name] = render(body);
  }
  const lists = Object.fromEntries((['moved', 'import'] as const).map((section) => [section, [...((tf[section] ?? []) as readonly Json[]), ...blocks.filter((b) => b.block === section).map((b) => render(b.body))]]));
  const sections = { ...tf, ...lists };
  return Object.fromEntries(SECTIONS.filter((section) => !isEmpty(sections[section])).map((section) => [section, sorted(sections[section]!)]));
}

type Blocks = { [type: string]: { [name: string]: Json } };
type Sections = { resource?: Blocks; data?: Blocks; output?: { [name: string]: Json }; moved?: Json; import?: Json; terraform?: Json; provider?: Json };

const isEmpty = (value: Json | undefined): boolean => value === undefined || Object.keys(value as object).length === 0;

/** cdktf's notes about where a construct was made name this machine's files. */
const clean = (value: Json): Json => isObject(value)
  ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== '//').map(([key, child]) => [key, clean(child!)]))
  : Array.isArray(value) ? (value as readonly Json[]).map(clean) : value;

/** A provider by its name; made once, when the library is there. */
function awsOf(library: typeof cdktf) {
  return aws ??= class extends library.TerraformProvider {
    private readonly attributes: JsonObject;
    constructor(scope: cdktf.TerraformStack, { region, id }: Account, tags: Readonly<Record<string, string>>) {
      super(scope, 'aws', { terraformResourceType: 'aws', terraformProviderSource: PROVIDERS.aws.source, terraformGeneratorMetadata: { providerName: 'aws', providerVersionConstraint: PROVIDERS.aws.version } });
      this.attributes = { region, allowed_account_ids: [id], default_tags: [{ tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, inert(value)])) }] };
    }
    protected override synthesizeAttributes(): { [name: string]: Json | undefined } { return { ...this.attributes }; }
  };
}
let aws: (new (scope: cdktf.TerraformStack, account: Account, tags: Readonly<Record<string, string>>) => cdktf.TerraformProvider) | undefined;
