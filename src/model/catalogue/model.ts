// Diagnostics of link and resolve: references, environments, properties.
import { entry } from '../catalogue.ts';

const list = (names: readonly string[]): string => names.length === 0 ? 'none' : names.join(', ');

export const model = {
  LW1201: entry<{ path: string; project: string; known: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'A project that is used does not exist',
    what: ({ path, project }) => `${path} cannot be used: there is no project ${project}`,
    why: ({ known }) => [`projects: ${list(known)}`],
    remedy: ({ nearest }) => nearest === undefined ? 'name a project of this portfolio' : `did you mean ${nearest}?`,
    wrong: "this.use(DataContract, 'crmm/tickets', { version: '2' })", right: "this.use(DataContract, 'crm/tickets', { version: '2' })",
  }),
  LW1202: entry<{ path: string; kind: string; published: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'What is used is not published',
    what: ({ path, kind }) => `${path} is no ${kind} that its project publishes`,
    why: ({ published }) => [`published there: ${list(published)}`],
    remedy: ({ nearest }) => nearest === undefined ? 'use what is published, or ask its owner to publish it' : `did you mean ${nearest}?`,
    wrong: "this.use(DataContract, 'crm/ticket', { version: '2' })", right: "this.use(DataContract, 'crm/tickets', { version: '2' })",
  }),
  LW1203: entry<{ path: string; wanted: string; version: string }>({
    severity: 'error', title: 'What is used is published in another version',
    what: ({ path, wanted, version }) => `${path} is used in version ${wanted}, but published in ${version}`,
    remedy: ({ version }) => `read what changed, then use version '${version.split('.')[0]}'`,
    wrong: "this.use(DataContract, 'crm/tickets', { version: '1' })", right: "this.use(DataContract, 'crm/tickets', { version: '2' })",
  }),
  LW1204: entry<{ cycle: readonly string[] }>({
    severity: 'error', title: 'A cycle of references',
    what: ({ cycle }) => `references run in a circle: ${cycle.join(' → ')}`,
    remedy: () => 'cut one of them: a fallback must not fall back to itself',
    wrong: 'chat falls back to light, light falls back to chat', right: 'chat falls back to light, light falls back to nothing',
  }),
  LW1205: entry<{ environment: string; known: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'An environment that the platform does not have',
    what: ({ environment }) => `the platform has no environment ${environment}`,
    why: ({ known }) => [`environments: ${list(known)}`],
    remedy: ({ nearest }) => nearest === undefined ? 'name one of them' : `did you mean ${nearest}?`,
    wrong: "inEnv({ default: 1, prod: 4 })", right: "inEnv({ default: 1, production: 4 })",
  }),
  LW1206: entry<{ name: string; environment: string; given: readonly string[] }>({
    severity: 'error', title: 'A value is missing in an environment',
    what: ({ name, environment }) => `${name} has no value for ${environment}`,
    why: ({ given }) => [`given: ${list(given)}`],
    remedy: ({ environment }) => `add ${environment}, or a default`,
    wrong: 'inEnv({ dev: 1, production: 4 })', right: 'inEnv({ default: 1, production: 4 })',
  }),
  LW1207: entry<{ name: string; ref: string; only: readonly string[] }>({
    severity: 'error', title: 'A reference to what is not there in this environment',
    what: ({ name, ref, only }) => `${name} refers to ${ref}, which is declared for ${only.length === 0 ? 'no environment' : `${only.join(', ')} only`}`,
    remedy: () => 'widen its `only`, or choose by environment with inEnv',
    wrong: "model: llama   // llama: only: ['production']", right: 'model: inEnv({ default: small, production: llama })',
  }),
  LW1208: entry<{ path: string; project: string }>({
    severity: 'error', title: 'What is used has errors of its own',
    what: ({ path, project }) => `${path} cannot be used: ${project} has errors of its own`,
    remedy: ({ project }) => `mend ${project} first`,
    wrong: 'a project that uses one that does not compile', right: 'both compile',
  }),
  LW1209: entry<{ path: string; twin: string; kind: string }>({
    severity: 'error', title: 'Two declarations would give one name',
    what: ({ path, twin }) => `${path} would be called what ${twin} is called in the account`,
    why: ({ kind }) => [`names join project and id with a hyphen, and what was renamed keeps its first; two of kind ${kind} would share a bucket, a role or a budget`],
    remedy: () => 'give one of them another id',
    wrong: "project demo declares 'a-b', project demo-a declares 'b'", right: "project demo declares 'a-b', project demo-a declares 'c'",
  }),
  LW1210: entry<{ name: string; property: string; known: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'An unknown property',
    what: ({ name, property }) => `${name} has no property ${property}`,
    why: ({ known }) => [`it has: ${list(known)}`],
    remedy: ({ nearest }) => nearest === undefined ? 'remove it' : `did you mean ${nearest}?`,
    wrong: 'contxt: 8192', right: 'context: 8192',
  }),
  LW1211: entry<{ name: string; property: string; doc: string }>({
    severity: 'error', title: 'A property is missing',
    what: ({ name, property }) => `${name} needs ${property}`,
    why: ({ doc }) => doc === '' ? [] : [doc],
    remedy: ({ property }) => `add ${property}`,
    wrong: "new Budget(this, 'monthly', { per: 'month', at: {} })", right: "new Budget(this, 'monthly', { amount: eur(400), per: 'month', at: {} })",
  }),
  LW1212: entry<{ name: string; problem: string; got: string; doc: string }>({
    severity: 'error', title: 'A value of the wrong form',
    what: ({ name, problem, got }) => `${name} ${problem}, not ${got}`,
    why: ({ doc }) => doc === '' ? [] : [doc],
    remedy: () => 'write a value of that form',
    wrong: "timeout: '60 seconds'", right: "timeout: '60s'",
  }),
  LW1213: entry<{ name: string; set: string; value: string; known: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'A name that the platform does not know',
    what: ({ name, set, value }) => `${name}: '${value}' is not among the platform's ${set}`,
    why: ({ set, known }) => [`${set}: ${list(known)}`],
    remedy: ({ nearest }) => nearest === undefined ? 'name one of them, or have it added to leitwerk.config.ts' : `did you mean '${nearest}'?`,
    wrong: "owner: 'customer-car'", right: "owner: 'customer-care'",
  }),
  LW1214: entry<{ name: string; looks: string }>({
    severity: 'error', title: 'A credential in the declaration',
    what: ({ name, looks }) => `${name} holds what looks like ${looks}`,
    why: () => ['what is declared is committed, reviewed and copied into manifests'],
    remedy: () => "put it into the secret store, and write secret('its/name') here; consider this one as leaked",
    wrong: "env: { TOKEN: 'hf_...' }", right: "secrets: { TOKEN: secret('hugging-face/token') }",
  }),
  LW1215: entry<{ kind: string; nearest: string | undefined }>({
    severity: 'error', title: 'A concept that does not exist',
    what: ({ kind }) => `there is no concept ${kind}`,
    remedy: ({ nearest }) => nearest === undefined ? 'see `leitwerk explain` for the list' : `did you mean ${nearest}?`,
    wrong: 'class Modell extends Concept', right: 'class Model extends Concept',
  }),
  LW1216: entry<{ name: string; character: string; key: boolean }>({
    severity: 'error', title: 'A character that nobody sees',
    what: ({ name, character, key }) => `${key ? 'the name of ' : ''}${name} holds ${character}`,
    why: () => ['such characters end lines, move cursors or turn text around in some of the files that follow from it'],
    remedy: () => 'leave it out; where a program needs it, write the escape that the program reads',
    wrong: "problem: 'Replies\\u0007 take hours.'", right: "problem: 'Replies take hours.'",
  }),
};
