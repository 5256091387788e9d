// Diagnostics of emit, merge and what follows it: owners, contributions, overrides, paths, expressions.
import { entry } from '../catalogue.ts';

const list = (names: readonly string[]): string => names.length === 0 ? 'none' : names.join(', ');

export const emit = {
  LW1301: entry<{ object: string; owners: readonly string[] }>({
    severity: 'error', title: 'Two targets own one object',
    what: ({ object, owners }) => `${object} is emitted by ${owners.join(' and by ')}`,
    why: () => ['an object has one owner; others may contribute fragments to it'],
    remedy: () => 'let the platform choose one of the targets, or give the objects different names',
    wrong: 'two targets that both yield object(\'v1\', \'Service\', { name: \'chat\' }, ...)', right: 'one yields the object, the other contribute(...)',
  }),
  LW1302: entry<{ object: string; by: string; near: readonly string[] }>({
    severity: 'error', title: 'A contribution to an object that nobody owns',
    what: ({ object, by }) => `${by} contributes to ${object}, which no target emits here`,
    why: ({ near }) => near.length === 0 ? [] : [`emitted of that kind: ${list(near)}`],
    remedy: () => 'switch on the target that emits the object in this environment, or the contributing one off',
    wrong: "contribute('apps/v1', 'Deployment', { name: 'chat' }, ...) where no Deployment is emitted", right: 'a contribution to an object that a target of this environment emits',
  }),
  LW1303: entry<{ object: string; pointer: string; had: string; by: string; wants: string; alsoBy: string }>({
    severity: 'error', title: 'Two targets want different values',
    what: ({ object, pointer, by, alsoBy }) => `${by} and ${alsoBy} disagree about ${pointer} of ${object}`,
    why: ({ had, by, wants, alsoBy }) => [`${by}: ${had}`, `${alsoBy}: ${wants}`],
    remedy: () => 'decide which of them governs this field; two autoscalers on one workload, for example, exclude each other',
    wrong: 'replicas: 2 from serving/vllm, replicas: 3 from autoscaling/keda', right: 'one target that sets replicas',
  }),
  LW1304: entry<{ node: string; object: string; near: readonly string[] }>({
    severity: 'error', title: 'An override of an object that is not emitted',
    what: ({ node, object }) => `${node} overrides ${object}, which is not emitted here`,
    why: ({ near }) => near.length === 0 ? [] : [`emitted of that kind: ${list(near)}`],
    remedy: () => 'name an object of dist/, or limit the override with `only`',
    wrong: "object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chatt' }", right: "object: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'chat' }",
  }),
  LW1305: entry<{ node: string; object: string }>({
    severity: 'error', title: 'An override without effect',
    what: ({ node, object }) => `${node} changes nothing in ${object}: all it sets is so already`,
    remedy: () => 'remove it; the target has caught up',
    wrong: 'an override that repeats what the target emits', right: 'no override',
  }),
  LW1306: entry<{ node: string; object: string; field: string }>({
    severity: 'error', title: 'An override that changes what the object is',
    what: ({ node, object, field }) => `${node} would change ${field} of ${object}`,
    why: () => ['name, namespace, kind and apiVersion are how other objects find it'],
    remedy: () => 'leave the field out of `set`',
    wrong: "set: { metadata: { name: 'other' } }", right: "set: { metadata: { labels: { tier: 'gold' } } }",
  }),
  LW1307: entry<{ path: string; owners: readonly string[] }>({
    severity: 'error', title: 'Two targets write one file',
    what: ({ path, owners }) => `${path} is written by ${owners.join(' and by ')}`,
    remedy: () => 'give the files different paths; paths that differ in case alone are one file on some systems',
    wrong: "two targets that both yield file('documents/overview.md', ...)", right: 'one path, one target',
  }),
  LW1308: entry<{ path: string; by: string; reason: string }>({
    severity: 'error', title: 'A path that leaves its tree, or that some system cannot hold',
    what: ({ path, by, reason }) => `${by} wants to write ${JSON.stringify(path)}: ${reason}`,
    remedy: () => 'use a relative path of plain names, separated by `/`',
    wrong: "file('../secrets.md', ...)", right: "file('documents/overview.md', ...)",
  }),
  LW1309: entry<{ block: string; by: string; expression: string; reason: string }>({
    severity: 'error', title: 'A Terraform expression that leads nowhere',
    what: ({ block, by, expression, reason }) => `${block} of ${by} refers to ${expression}: ${reason}`,
    remedy: () => 'refer to an attribute of a block in the same account, by attr(...) or dataAttr(...)',
    wrong: "attr('aws_s3_bucket', 'ticket', 'arn')", right: "attr('aws_s3_bucket', 'tickets', 'arn')",
  }),
  LW1310: entry<{ type: string; known: readonly string[]; by: string }>({
    severity: 'error', title: 'A Terraform block of an unknown provider',
    what: ({ type, by }) => `${by} emits ${type}, whose provider is not configured`,
    why: ({ known }) => [`configured: ${list(known)}`],
    remedy: () => 'use a type of a configured provider',
    wrong: "resource('azurerm_storage_account', ...)", right: "resource('aws_s3_bucket', ...)",
  }),
  LW1311: entry<{ object: string; pointer: string; reason: string }>({
    severity: 'error', title: 'Text that the format cannot carry',
    what: ({ object, pointer, reason }) => `${pointer} of ${object} ${reason}`,
    remedy: () => 'write other text; binary content belongs into a file or a Secret',
    wrong: "a string with half of a surrogate pair", right: 'well-formed Unicode',
  }),
  LW1312: entry<{ type: string; argument: string; what: string }>({
    severity: 'error', title: 'A raw Terraform resource that its provider would refuse',
    what: ({ type, argument, what }) => `${argument === '' ? type : `${argument} of ${type}`} ${what}`,
    remedy: () => 'see the resource in the provider\'s documentation',
    wrong: "resource: 'aws_sns_topic', attributes: { nme: 'tickets' }", right: "resource: 'aws_sns_topic', attributes: { name: 'tickets' }",
  }),
  LW1313: entry<{ type: string; argument: string; what: string }>({
    severity: 'info', title: 'A raw Terraform resource that nothing here can judge',
    what: ({ type }) => `the attributes of ${type} are not checked`,
    why: () => ['no table of this type is part of Leitwerk: the provider alone judges it, when the stack is planned'],
    remedy: () => 'plan the stack before it is merged',
    wrong: "a resource that is first seen by `terraform apply`", right: 'a plan in the pull request',
  }),
};
