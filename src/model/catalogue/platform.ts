// Diagnostics of the platform's own files: leitwerk.config.ts, waivers/, policies/, targets/. Exit code 2: no project can mend them.
import { entry } from '../catalogue.ts';

export const platform = {
  LW1001: entry<{ file: string }>({
    severity: 'error', title: 'There is no platform here',
    what: ({ file }) => `${file} does not exist`,
    remedy: () => 'run `leitwerk init`, or change to the folder that has it',
    wrong: 'leitwerk synth in an empty folder', right: 'leitwerk init, then leitwerk synth',
  }),
  LW1002: entry<{ problem: string }>({
    severity: 'error', title: 'The platform cannot be read',
    what: ({ problem }) => problem,
    remedy: () => 'mend it; nothing is compiled before the platform is in order',
    wrong: 'export default definePlatform({ name: })', right: "export default definePlatform({ name: 'nordlicht', ... })",
  }),
  LW1003: entry<{ path: string; problem: string; nearest?: string | undefined }>({
    severity: 'error', title: 'The platform declares something wrong',
    what: ({ path, problem }) => `${path} ${problem}`,
    remedy: ({ nearest }) => nearest === undefined ? 'mend leitwerk.config.ts' : `did you mean ${nearest}?`,
    wrong: 'naming: 7', right: 'naming: 1',
  }),
  LW1004: entry<{ environments: readonly string[]; cluster: string }>({
    severity: 'error', title: 'Two environments share a cluster and their namespaces',
    what: ({ environments, cluster }) => `${environments.join(' and ')} share the cluster ${cluster}, so their namespaces are the same`,
    remedy: () => "give all but one of them a namespaceSuffix, such as '-staging'",
    wrong: 'two environments with one server', right: "namespaceSuffix: '-staging'",
  }),
  LW1005: entry<{ concern: string; system: string; known: readonly string[]; concerns: readonly string[]; nearest: string | undefined }>({
    severity: 'error', title: 'A concern is given to a system that does not serve it',
    what: ({ concern, system, known }) => known.length === 0 ? `there is no concern ${concern}` : `${concern} is given to ${system}, which does not serve it`,
    why: ({ known, concerns }) => [known.length === 0 ? `concerns: ${concerns.join(', ')}` : `systems that do: ${known.join(', ')}`],
    remedy: ({ nearest }) => nearest === undefined ? 'choose one of them' : `did you mean ${nearest}?`,
    wrong: "systems: { serving: 'kubernetes/resource-quota' }", right: "systems: { serving: 'serving/vllm' }",
  }),
  LW1006: entry<{ argument: string; known: readonly string[]; what: string }>({
    severity: 'error', title: 'A wrong argument',
    what: ({ argument, what }) => `there is no ${what} ${argument}`,
    why: ({ known }) => [`there ${known.length === 1 ? 'is' : 'are'}: ${known.length === 0 ? 'none' : known.join(', ')}`],
    remedy: () => 'see `leitwerk --help`',
    wrong: 'leitwerk synth suport-assistant', right: 'leitwerk synth support-assistant',
  }),
  LW1010: entry<{ given: string }>({
    severity: 'error', title: 'A date that is none',
    what: ({ given }) => `${JSON.stringify(given)} is no date`,
    remedy: () => 'write it as 2027-03-31',
    wrong: '--as-of today', right: '--as-of 2027-03-31',
  }),
  LW1007: entry<{ file: string; problem: string; folder: 'policies' | 'targets' | 'waivers' | 'constructs'; nearest?: string | undefined }>({
    severity: 'error', title: 'A file of the platform that is not what its folder is for',
    what: ({ file, problem }) => `${file} ${problem}`,
    remedy: ({ folder, nearest }) => nearest !== undefined ? `did you mean ${nearest}?`
      : { policies: 'leitwerk new policy <name> makes one to start from', targets: 'leitwerk new target <family>/<name> makes one to start from', constructs: 'leitwerk new concept <Name> makes one to start from', waivers: 'export default waivers([{ policy, node, because, owner, until }])' }[folder],
    wrong: 'export const rule = { ... }', right: 'export default policy({ ... })',
  }),
  LW1008: entry<{ what: string; id: string; on: string; message: string }>({
    severity: 'error', title: 'A target or policy of the platform throws',
    what: ({ what, id, on, message }) => `the ${what} ${id} fails on ${on}: ${message}`,
    remedy: ({ what }) => `mend the ${what}; nothing is written before that`,
    wrong: 'emit: (node) => { throw new Error(...) }', right: 'emit: (node) => object(...)',
  }),
  LW1009: entry<{ file: string; project: string; nearest: string | undefined }>({
    severity: 'error', title: 'Waivers for a project that does not exist',
    what: ({ file, project }) => `${file} is for ${project}, which is no project`,
    remedy: ({ nearest }) => nearest === undefined ? 'remove it' : `did you mean ${nearest}?`,
    wrong: 'waivers/suport-assistant.ts', right: 'waivers/support-assistant.ts',
  }),
};
