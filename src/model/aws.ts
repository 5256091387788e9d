// What things on AWS are called and where they are: computed from platform data alone, so that stacks, clusters and projects agree without reading each other.
import { sha256 } from './digest.ts';
import { name } from './names.ts';
import type { Account, Environment, Platform } from './platform.ts';

interface Place { readonly platform: Platform; readonly env: Environment }
interface Identified { readonly $id: string; readonly $project: string; readonly $formerly?: string }
interface Contract extends Identified { readonly region: string }

/** The account that takes a project's resources; none where the environment has no account. */
export const account = (env: Environment): Account | undefined => env.accounts[0];

/** A bucket or a table cannot be renamed, only replaced: what exists keeps the name that its first id gave. */
export const lasting = (node: Pick<Identified, '$id' | '$formerly'>): string => node.$formerly ?? node.$id;

// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
const partitions = [['cn-', 'aws-cn'], ['us-gov-', 'aws-us-gov'], ['eusc-', 'aws-eusc']] as const;
export const partition = (region: string): string => partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
export const arn = ({ region, id }: Pick<Account, 'region' | 'id'>, service: string, resource: string, options: { readonly global?: true; readonly region?: string } = {}): string =>
  `arn:${partition(region)}:${service}:${options.global ? '' : options.region ?? region}:${id}:${resource}`;

export const bucketName = ({ platform, env }: Place, contract: Identified): string => name('s3', platform.name, env.name, contract.$project, lasting(contract));
export const bucketArn = (place: Place, contract: Contract): string => `arn:${partition(contract.region)}:s3:::${bucketName(place, contract)}`;
/** Where the files are; not the root of the bucket, since Hadoop cannot make a path of that. */
export const dataLocation = (place: Place, contract: Identified): string => `s3://${bucketName(place, contract)}/data/`;

/** What lies below an address in S3, and the bucket that it is in: `s3://models/fraud/3.1.0`. */
export function storedAt(region: string, address: string): { readonly bucket: string; readonly prefix: string; readonly bucketArn: string } {
  const [bucket = '', ...path] = address.replace(/^s3:\/\//, '').split('/');
  return { bucket, prefix: path.join('/').replace(/\/$/, ''), bucketArn: `arn:${partition(region)}:s3:::${bucket}` };
}

export const databaseName = ({ platform, env }: Place, project: string): string => name('glue', platform.name, env.name, project);
export const tableName = (contract: Identified): string => name('glue', lasting(contract));
/** Name of what is neither a bucket nor a role: budgets, topics, key aliases. */
export const accountName = ({ platform, env }: Place, node: Identified, ...suffix: readonly string[]): string => name('aws', platform.name, env.name, node.$project, lasting(node), ...suffix);

/** Keys are regional: a project has one in each region where it keeps data. */
export const keyAlias = ({ platform, env }: Place, project: string, region: string): string =>
  `alias/${name('aws', platform.name, env.name, project, region === account(env)?.region ? '' : region)}`;
export const keyBlock = (env: Environment, region: string): string => (region === account(env)?.region ? 'data' : name('terraform', 'data', region));
/** The `region` argument of a resource that is not in its account's region (provider aws 6). */
export const elsewhere = (env: Environment, region: string): { readonly region?: string } => (region === account(env)?.region ? {} : { region });

/** The role that a workload takes on, its own and no other's. */
export const workloadRole = ({ platform, env }: Place, workload: Identified): string => name('iam-role', platform.name, env.name, workload.$project, lasting(workload));
export const workloadRoleArn = (place: Place, workload: Identified): string | undefined => {
  const home = account(place.env);
  return home && arn(home, 'iam', `role/${workloadRole(place, workload)}`, { global: true });
};
/** Local name of the document that says what a workload's role may do; other targets add the statements that their systems need. */
export const rightsBlock = (workload: Identified): string => name('terraform', workload.$id, 'rights');

/** A statement id, which may hold letters and digits only; ids that would meet there carry eight hex digits. */
export function sid(verb: string, ...parts: readonly string[]): string {
  const words = parts.flatMap((p) => p.split('-'));
  const camel = words.map((w) => w.slice(0, 1).toUpperCase() + w.slice(1)).join('');
  const plain = parts.length === 1 ? /^[a-z]+(-[a-z]+)*$/.test(parts[0] ?? '') : parts.every((p) => /^[a-z]+$/.test(p));
  return `${verb}${camel.replace(/[^A-Za-z0-9]+/g, '')}${plain ? '' : sha256(parts.join('/')).slice(0, 8)}`;
}

/** Cost-allocation tags of everything that a project owns in an account. */
export const allocationTags = (platform: Platform, project: string, owner: string): Readonly<Record<string, string>> => {
  const costCentre = platform.teams[owner]?.costCentre;
  return { [projectTag]: project, [platform.labels.owner]: owner, ...(costCentre === undefined ? {} : { [platform.labels.costCentre]: costCentre }) };
};
export const projectTag = 'leitwerk.dev/project';
