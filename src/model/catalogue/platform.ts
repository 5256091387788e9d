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
  LW1003: entry<{ path: string; problem: string }>({
    severity: 'error', title: 'The platform declares something wrong',
    what: ({ path, problem }) => `${path} ${problem}`,
    remedy: () => 'mend leitwerk.config.ts',
    wrong: 'naming: 7', right: 'naming: 1',
  }),
  LW1004: entry<{ environments: readonly string[]; cluster: string }>({
    severity: 'error', title: 'Two environments share a cluster and their namespaces',
    what: ({ environments, cluster }) => `${environments.join(' and ')} share the cluster ${cluster}, so their namespaces are the same`,
    remedy: () => "give all but one of them a namespaceSuffix, such as '-staging'",
    wrong: 'two environments with one server', right: "namespaceSuffix: '-staging'",
  }),
  LW1005: entry<{ environment: string; concern: string; system: string; known: readonly string[] }>({
    severity: 'error', title: 'A concern is given to a system that does not serve it',
    what: ({ environment, concern, system }) => `in ${environment}, ${concern} is given to ${system}, which does not serve it`,
    why: ({ known }) => [`systems that do: ${known.length === 0 ? 'none' : known.join(', ')}`],
    remedy: () => 'choose one of them',
    wrong: "systems: { serving: 'kubernetes/resource-quota' }", right: "systems: { serving: 'serving/vllm' }",
  }),
  LW1006: entry<{ argument: string; known: readonly string[]; what: string }>({
    severity: 'error', title: 'A wrong argument',
    what: ({ argument, what }) => `there is no ${what} ${argument}`,
    why: ({ known }) => [`there is: ${known.join(', ')}`],
    remedy: () => 'see `leitwerk --help`',
    wrong: 'leitwerk synth suport-assistant', right: 'leitwerk synth support-assistant',
  }),
};
