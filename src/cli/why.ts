// why: from a line in dist/ back to the property that causes it, the target that wrote it, and the policies that look at it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { FileSite, Site } from '../model/diagnostic.ts';
import type { Cause } from '../probe/why.ts';
import { placeText } from '../report/located.ts';
import { paint } from '../report/text.ts';
import { command, flag, json } from './command.ts';
import { shown } from '../load/shown.ts';
import { findings } from './check.ts';
import { locate, open } from './session.ts';

export default command({
  summary: 'say where a line in dist/ comes from',
  usage: 'leitwerk why <file in dist>[:<line>] | <file in dist>#<JSON pointer>',
  most: 1,
  options: { json },
  examples: [['leitwerk why dist/production/support-assistant/kubernetes/main/serving.yaml:48', 'by line'], ["leitwerk why 'dist/production/crm/terraform/main/cdk.tf.json#/resource/aws_s3_bucket/tickets/bucket'", 'by pointer']],
  run: async (args, terminal) => {
    const [asked] = args.positionals;
    const target = asked === undefined ? undefined : parse(asked, terminal.cwd);
    if (!target) { terminal.err(`leitwerk why: ${asked === undefined ? 'name a file in dist/, and a line' : `${JSON.stringify(asked)} is no file of a tree that leitwerk wrote`}\n`); return 2; }
    const [first = '', second = ''] = target.tree.split('/');
    if (target.file === 'index.json' || first === '') {
      terminal.out(`  ${target.file}  ${target.tree === '' ? 'the trees' : 'the files of this tree'}, their digests and what they came from\n  by     the compiler   src/write/render.ts\n`);
      return 0;
    }
    const spanning = first === '_projects';
    const whole = first === '_portfolio' || second === '_platform';
    const opened = await open({ positionals: whole ? [] : [second], values: spanning || first === '_portfolio' ? {} : { env: [first] } }, terminal);
    if (!('session' in opened)) { terminal.err(findings(opened.refused, opened.root, terminal)); return 2; }
    const { session } = opened;
    const [{ answer }, { laboratory }] = await Promise.all([import('../probe/answer.ts'), import('../probe/laboratory.ts')]);
    const found = await answer({ ...target, text: readFileSync(target.path, 'utf8') }, laboratory(session.input));
    if (!found) { terminal.err(`leitwerk why: ${asked} is not what the sources say now; run leitwerk synth first\n`); return 1; }
    const environment = spanning || first === '_portfolio' ? {} : { environment: first };
    const placeOf = async (at: Site): Promise<FileSite | undefined> => (await locate([{ code: '', severity: 'info', at, what: '' }], session.loaded, session.root))[0]?.place;
    const siteOf = (c: Cause): Site => c.what === 'policy' ? { file: `policies/${String(c.value)}.ts` } : c.node === undefined ? { file: 'leitwerk.config.ts', property: c.property, ...(c.what === 'environment' ? { key: true as const } : {}) } : { node: c.node, property: c.property, ...environment, ...(c.environment === undefined ? {} : { environment: c.environment }) };
    const places = await Promise.all(found.causes.map(async (c) => ({ ...c, place: await placeOf(siteOf(c)) })));
    if (flag(args, 'json')) { terminal.out(`${JSON.stringify({ ...found, causes: places.map(({ shown: _, ...c }) => c), chosen: found.chosen.map(({ shown: _, ...c }) => c) }, null, 2)}\n`); return 0; }
    const dye = paint(terminal.color);
    terminal.out(`  ${dye('bold', `${found.path}`)}${found.value === '' ? '' : `  ${show(found.value)}`}\n`);
    for (const [i, c] of places.slice(0, 4).entries()) terminal.out(`  ${i === 0 ? 'from  ' : 'also  '} ${describe(c)}   ${dye('dim', placeText(c.place))}\n`);
    if (places.length > 4) terminal.out(`         and ${places.length - 4} more that change it\n`);
    if (places.length === 0) {
      terminal.out(`  from   a constant of ${found.system === undefined ? 'the compiler' : 'the target'}: no property, name or setting of the platform that was tried changes it\n`);
      for (const node of found.from.slice(0, 3)) terminal.out(`  there for  ${nodeName(node)}   ${dye('dim', placeText(await placeOf({ node })))}\n`);
      if (found.from.length > 3) terminal.out(`         and ${found.from.length - 3} more\n`);
      for (const c of found.chosen.slice(0, 2)) terminal.out(`  chosen by  ${describe(c)}   ${dye('dim', placeText(await placeOf(siteOf(c))))}\n`);
    }
    terminal.out(`  by     ${found.system === undefined ? found.by.startsWith('override') ? found.by : 'the compiler' : `target ${found.by} (${found.system})`}   ${dye('dim', found.source)}\n`);
    terminal.out(`  checked by  ${found.checkedBy.length === 0 ? 'no policy' : found.checkedBy.join(', ')}\n`);
    return 0;
  },
});

const nodeName = (node: string): string => node.includes('/') ? node.slice(node.indexOf('/') + 1) : `project ${node}`;
function describe({ what, node, kind, property, value }: Cause): string {
  if (what === 'environment') return `the name of environment ${show(value)}`;
  if (what === 'policy') return `policy ${show(value)}`;
  if (what === 'platform') return `the platform, ${property.join('.')} = ${show(value)}`;
  const id = nodeName(node ?? '');
  return what === 'name' ? `${node?.includes('/') ? `${kind} ` : ''}${id}, its name` : `${node?.includes('/') ? `${kind} ` : ''}${id}, property ${property.join('.')} = ${show(value)}`;
}
const show = (value: unknown): string => shown(typeof value === 'object' && value !== null && '$ref' in value ? String(value.$ref) : typeof value === 'string' ? value : JSON.stringify(value) ?? '', 90);

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
