// Sections of the one-pager that repeat what authors gave as reasons: models and their licences, what happens to data on its way, and where the project leaves the common way.
import type { EmitContext } from '../../target.ts';
import { md, mdTable, type Markdown } from '../../model/text/markdown.ts';

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[]): Markdown | undefined =>
  rows.length === 0 ? undefined : md`## ${title}\n\n${mdTable(head, rows)}`;

export const models = ({ all }: EmitContext): Markdown | undefined =>
  section('Models', ['Model', 'Weights', 'Revision', 'Licence'], all('Model').map((m) => [m.$id, m.weights, m.revision.slice(0, 12), m.licence]));

export const transformations = ({ all }: EmitContext): Markdown | undefined =>
  section('What happens to classified data', ['Pipeline', 'Transformation', 'Fields', 'Why that is enough'], all('Pipeline').flatMap(({ $id, transformation: t }) =>
    t === undefined ? [] : [[$id, t.kind, t.fields.length === 0 ? 'all classified ones' : t.fields.join(', '), t.because]]));

/** Nobody should have to read the source to see that a project does something that no concept carries, or that a rule is suspended. */
export const exceptions = ({ all, platform }: EmitContext): Markdown | undefined => section('Exceptions', ['What', 'Where', 'Why', 'Until'], [
  ...all('RawManifest').map((r) => [`${r.manifest.kind} as written by hand`, r.$id, r.because, '']),
  ...all('RawTerraform').map((r) => [`${r.resource} as written by hand`, r.$id, r.because, '']),
  ...all('Override').map((o) => [`${o.object.kind} ${o.object.name} overridden`, o.$id, o.because, '']),
  ...all('Waiver').map((w) => [`${w.policy} waived by ${platform.teams[w.owner]?.title ?? w.owner}`, w.for.$ref.split('/').at(-1) ?? '', w.because, w.until]),
]);
