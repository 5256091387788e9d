// why: from a line in dist/ back to the property that causes it, the target that wrote it, and the policies that look at it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { environmentsOf } from '../model/environments.ts';
import { placeText } from '../report/located.ts';
import { paint } from '../report/text.ts';
import { command, flag, json } from './command.ts';
import { findings } from './check.ts';
import { locate, open } from './session.ts';

export default command({
  summary: 'say where a line in dist/ comes from',
  usage: 'leitwerk why <file in dist>[:<line>] | <file in dist>#<JSON pointer>',
  options: { json },
  examples: [['leitwerk why dist/production/support-assistant/kubernetes/main/serving.yaml:48', 'by line'], ["leitwerk why 'dist/production/crm/terraform/main/cdk.tf.json#/resource/aws_s3_bucket/tickets/bucket'", 'by pointer']],
  run: async (args, terminal) => {
    const [asked] = args.positionals;
    const target = asked === undefined ? undefined : parse(asked, terminal.cwd);
    if (!target) { terminal.err(`leitwerk why: ${asked === undefined ? 'name a file in dist/, and a line' : `${JSON.stringify(asked)} is no file of a tree that leitwerk wrote`}\n`); return 2; }
    const [first = '', second = ''] = target.tree.split('/');
    const spanning = first === '_projects';
    const project = second;
    if (target.tree === '_portfolio' || second === '_platform') {
      terminal.out(`${target.tree}/${target.file} follows from leitwerk.config.ts and all projects together${target.by.length > 0 ? `\n  by  ${target.by.map((t) => `target ${t}`).join(', ')}` : ''}\n`);
      return 0;
    }
    const opened = await open({ positionals: [project], values: spanning ? {} : { env: [first] } }, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const { session } = opened;
    const { answer } = await import('../probe/answer.ts');
    const environments = environmentsOf(session.input.platform);
    const found = await answer({ ...target, text: readFileSync(target.path, 'utf8'), project, environments, ...(spanning ? {} : { environment: environments.find((e) => e.name === first)! }) }, session.input);
    if (!found) { terminal.err(`leitwerk why: ${asked} is not what the sources say now; run leitwerk synth first\n`); return 1; }
    const places = await Promise.all(found.causes.map(async (c) => ({ ...c, place: (await locate([{ code: '', severity: 'info', at: { node: c.node, property: c.property, ...(spanning ? {} : { environment: first }) }, what: '' }], session.loaded))[0]?.place })));
    if (flag(args, 'json')) { terminal.out(`${JSON.stringify({ ...found, causes: places }, null, 2)}\n`); return 0; }
    const dye = paint(terminal.color);
    terminal.out(`  ${dye('bold', `${found.path}`)}  ${found.value}\n`);
    if (places.length === 0) terminal.out(`  from   a constant of the target: no property of ${project} changes it\n`);
    for (const [i, c] of places.slice(0, 4).entries()) {
      const id = c.node === project ? project : c.node.slice(project.length + 1);
      terminal.out(`  ${i === 0 ? 'from  ' : 'also  '} ${c.kind} ${id}, property ${c.property.join('.')} = ${show(c.value)}   ${dye('dim', placeText(c.place))}\n`);
    }
    if (places.length > 4) terminal.out(`         and ${places.length - 4} more that change it\n`);
    terminal.out(`  by     ${found.by.startsWith('override') ? found.by : `target ${found.by}`}${found.system === undefined ? '' : ` (${found.system})`}   ${dye('dim', found.source)}\n`);
    terminal.out(`  checked by  ${found.checkedBy.length === 0 ? 'no policy' : found.checkedBy.join(', ')}\n`);
    return 0;
  },
});

const show = (value: unknown): string => { const text = typeof value === 'object' && value !== null && '$ref' in value ? String(value.$ref) : typeof value === 'string' ? value : JSON.stringify(value) ?? ''; return text.length > 60 ? `${text.slice(0, 57)}…` : text; };

interface Target { readonly path: string; readonly tree: string; readonly file: string; readonly line?: number; readonly pointer?: string; readonly by: readonly string[]; readonly from: readonly string[] }

/** The file, the tree that it lies in (by the nearest index.json of ours), and the line or pointer. */
function parse(asked: string, cwd: string): Target | undefined {
  const match = /^(.*?)(?:#(\/.*)?|:(\d+))?$/.exec(asked);
  const given = match?.[1] ?? '';
  const path = isAbsolute(given) ? given : resolve(cwd, given);
  if (!existsSync(path)) return undefined;
  for (let here = dirname(path); here !== dirname(here); here = dirname(here)) {
    const index = join(here, 'index.json');
    if (!existsSync(index)) continue;
    let read: { leitwerk?: number; tree?: string; artefacts?: readonly { path: string; targets: readonly string[]; nodes: readonly string[] }[] };
    try { read = JSON.parse(readFileSync(index, 'utf8')) as typeof read; } catch { return undefined; }
    if (read.leitwerk === undefined || read.tree === undefined) return undefined;
    const file = relative(here, path).split(sep).join('/');
    const entry = read.artefacts?.find((a) => a.path === file);
    return { path, tree: read.tree, file, by: entry?.targets ?? [], from: entry?.nodes ?? [], ...(match?.[3] ? { line: Number(match[3]) } : {}), ...(match?.[2] ? { pointer: match[2] } : {}) };
  }
  return undefined;
}
