// new: a project, concept, target or policy that compiles and passes at once.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { nearest } from '../model/suggest.ts';
import { registries } from './builtin.ts';
import { command, text } from './command.ts';
import { packageRoot, rootOf, writeNew } from './place.ts';
import { kebab, projectFiles } from './skeletons/portfolio.ts';
import { conceptFile, policyFile, targetFile } from './skeletons/units.ts';

const kinds = ['project', 'concept', 'target', 'policy'];
const forms: Readonly<Record<string, readonly [RegExp, string]>> = {
  project: [/^[a-z][a-z0-9-]{0,38}[a-z0-9]$/, 'lower case, digits and hyphens, such as fraud-scoring'], policy: [/^[a-z][a-z0-9-]*$/, 'lower case and hyphens, a verdict, such as budget-has-teeth'],
  concept: [/^[A-Z][A-Za-z0-9]*$/, 'a capitalised name, such as FeatureView'], target: [/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, 'family and name, such as serving/kserve'],
};

export default command({
  summary: 'start a project, concept, target or policy',
  usage: 'leitwerk new project|concept|target|policy <name> [--chapter <folder>]',
  most: 2,
  options: { chapter: { type: 'string', value: 'folder', doc: 'Folder of a new concept below constructs/; default, project.' } },
  examples: [['leitwerk new project fraud-scoring', 'projects/fraud-scoring/project.ts'], ['leitwerk new policy endpoint-has-fallback', 'one file; leitwerk test tries it'], ['leitwerk new concept FeatureView --chapter features', 'one file'], ['leitwerk new target serving/kserve', 'one file']],
  run: async (args, terminal) => {
    const [kind = '', name = ''] = args.positionals;
    const form = forms[kind];
    if (!form) {
      const near = nearest(kind, kinds);
      terminal.err(`leitwerk new: say what: ${kinds.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}\n`);
      return 2;
    }
    if (name === '') { terminal.err(`leitwerk new ${kind}: give it a name: ${form[1]}\n`); return 2; }
    if (!form[0].test(name)) { terminal.err(`leitwerk new ${kind}: ${JSON.stringify(name)} is no name for a ${kind}: ${form[1]}\n`); return 2; }
    const root = rootOf(terminal.cwd);
    const inPackage = root === packageRoot();
    const files = kind === 'project' ? await project(root, name) : kind === 'policy' ? policyFile(name) : kind === 'concept' ? conceptFile(name, kebab(text(args, 'chapter') ?? 'project')) : targetFile(name, inPackage ? 'src/targets' : 'targets');
    const there = writeNew(root, files);
    if (there.length > 0) { terminal.err(`leitwerk new: ${there.join(', ')} is here already; nothing was written\n`); return 2; }
    const [file = ''] = Object.keys(files);
    terminal.out(`  ${file}\nnext: ${kind === 'policy' ? `leitwerk test ${name}` : kind === 'project' ? `leitwerk check ${name}` : 'leitwerk check'}\n`);
    return 0;
  },
});

async function project(root: string, name: string): Promise<Readonly<Record<string, string>>> {
  const known = existsSync(join(root, 'leitwerk.config.ts')) ? (await registries(root)).platform : undefined;
  const first = (set: Readonly<Record<string, unknown>> | undefined, otherwise: string): string => Object.keys(set ?? {})[0] ?? otherwise;
  return projectFiles(name, { owner: first(known?.teams, 'platform'), purpose: first(known?.purposes, 'planning'), region: first(known?.regions, 'eu-central-1') });
}
