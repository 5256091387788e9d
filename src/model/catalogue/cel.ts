// Diagnostics of rules on objects: what CEL text is refused, and why. Rules are CEL; a declared part of it also compiles to Rego.
import { entry } from '../catalogue.ts';

interface Place { readonly policy: string; readonly excerpt: readonly string[] }

export const cel = {
  LW1421: entry<Place & { expected: string; got: string }>({
    severity: 'error', title: 'A rule that does not parse',
    what: ({ policy, expected, got }) => `the rule of ${policy} has ${got} where ${expected} is expected`,
    why: ({ excerpt }) => excerpt,
    remedy: () => 'write it as CEL: https://github.com/google/cel-spec/blob/master/doc/langdef.md',
    wrong: "cel`pod.containers.all(c, c.image`", right: "cel`pod.containers.all(c, c.image.contains('@sha256:'))`",
  }),
  LW1422: entry<Place & { construct: string; instead: string }>({
    severity: 'error', title: 'CEL outside the subset that CI, cluster and OPA share',
    what: ({ policy, construct }) => `the rule of ${policy} uses ${construct}, which not all of its readers know`,
    why: ({ excerpt }) => excerpt,
    remedy: ({ instead }) => instead,
    wrong: "cel`pod.containers.map(c, c.name).join(',') != ''`", right: "cel`pod.containers.exists(c, c.name != '')`",
  }),
  LW1423: entry<Place & { wants: string; got: string }>({
    severity: 'error', title: 'A rule whose types do not fit',
    what: ({ policy, wants, got }) => `the rule of ${policy} has ${got} where ${wants} ${/s$/.test(wants) ? 'are' : 'is'} wanted`,
    why: ({ excerpt }) => [...excerpt, 'the API server would refuse the policy'],
    remedy: () => 'compare like with like; a rule as a whole is a bool',
    wrong: "cel`size(pod.containers) == '1'`", right: "cel`size(pod.containers) == 1`",
  }),
  LW1424: entry<Place & { name: string; known: readonly string[] }>({
    severity: 'error', title: 'A variable that a rule does not have',
    what: ({ policy, name }) => `the rule of ${policy} reads ${name}`,
    why: ({ excerpt, known }) => [...excerpt, `variables here: ${known.join(', ')}`],
    remedy: () => 'pods() gives pod and meta, objects(...) gives object',
    wrong: "onObject: pods(), rule: cel`object.spec.hostNetwork == false`", right: "onObject: pods(), rule: cel`pod.hostNetwork == false`",
  }),
  LW1425: entry<Place & { pattern: string; problem: string }>({
    severity: 'error', title: 'A pattern that RE2 refuses',
    what: ({ policy, pattern, problem }) => `the rule of ${policy} has the pattern ${pattern} with ${problem}`,
    why: ({ excerpt }) => excerpt,
    remedy: () => 'write it in the common part of RE2: https://github.com/google/re2/wiki/Syntax',
    wrong: "c.image.matches('^(?!docker.io/)')", right: "!c.image.matches('^docker[.]io/')",
  }),
  LW1426: entry<{ policy: string; example: 'fails' | 'passes'; why: readonly string[] }>({
    severity: 'error', title: 'A policy that its own example contradicts',
    what: ({ policy, example }) => example === 'fails' ? `${policy} lets its own \`fails\` pass` : `${policy} refuses its own \`passes\``,
    why: ({ why }) => why,
    remedy: () => 'mend the rule or the example',
    wrong: 'fails: what the rule accepts', right: 'fails: what the rule refuses',
  }),
};
