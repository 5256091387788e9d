// Which secrets a project uses, where, and what they become: an entry of the secret store, and a key of a Kubernetes Secret.
import { fact } from '../fact.ts';
import { sha256 } from '../model/digest.ts';
import type { Path } from '../model/json.ts';
import { name } from '../model/names.ts';
import { isA } from '../model/query.ts';
import { wholeOf } from '../model/recall.ts';

export interface SecretUse {
  readonly node: string;
  readonly property: Path;
  /** As declared: `hugging-face/token`. */
  readonly secret: string;
  /** The entry of the store and the property in it. Below the project's own name, so that a project reads no other's. */
  readonly store: { readonly key: string; readonly property?: string };
  /** The Kubernetes Secret and the key in it. */
  readonly name: string;
  readonly key: string;
}

/** `a/b/token`: entry `a/b`, property `token`; a single word is an entry of one value. */
export function secretNames(project: string, secret: string): Omit<SecretUse, 'node' | 'property'> {
  const cut = secret.lastIndexOf('/');
  const [entry, property] = cut < 0 ? [secret, undefined] : [secret.slice(0, cut), secret.slice(cut + 1)];
  // An entry that is no Kubernetes name as it is carries eight hex digits, so that `a/b` and `a-b` stay two.
  const plain = name('kubernetes', entry);
  return {
    secret, store: { key: `${project}/${entry}`, ...(property === undefined ? {} : { property }) },
    name: plain === entry ? plain : name('kubernetes', entry, sha256(entry).slice(0, 8)), key: property ?? 'value',
  };
}

interface Found { readonly property: Path; readonly secret: string }
const known = new WeakMap<object, readonly Found[]>();
const none: readonly Found[] = [];
/** The secrets inside a value, which never changes: looked for once. Paths are those within it. */
function secretsIn(value: object): readonly Found[] {
  const before = known.get(value);
  if (before) return before;
  let found: readonly Found[] = none;
  if ('$secret' in value && typeof value.$secret === 'string') found = [{ property: [], secret: value.$secret }];
  else for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' || child === null || key.startsWith('$')) continue;
    const inside = secretsIn(child as object);
    if (inside.length > 0) found = [...found, ...inside.map(({ property, secret }) => ({ property: [Array.isArray(value) ? Number(key) : key, ...property], secret }))];
  }
  known.set(value, found);
  return found;
}

/** The key of an external model is a Secret of its own, with the one entry that the model gateway looks for. https://aigateway.envoyproxy.io/docs/1.0/capabilities/security/upstream-auth */
const credential = ({ $id, api }: { readonly $id: string; readonly api?: unknown }): Pick<SecretUse, 'name' | 'key'> => ({ name: name('kubernetes', $id, 'key'), key: api === 'aws-bedrock' ? 'credentials' : 'apiKey' });

export default fact<readonly SecretUse[]>({
  doc: 'Every use of a secret: node, property, entry of the store, Kubernetes Secret and key.',
  derive: ({ project }) => project.nodes.flatMap((node) => secretsIn(wholeOf(node)).map(({ property, secret }) =>
    ({ node: node.$path, property, ...secretNames(project.project, secret), ...(isA(node, 'ExternalModel') ? credential(node) : {}) }))),
});
