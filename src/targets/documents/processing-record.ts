// The record of processing of personal data that a controller keeps: who answers, why, whose data, who gets it, where it goes, how long it stays, how it is protected.
import { jurisdictions } from '../../data/jurisdictions.ts';
import { systemOf } from '../../model/environments.ts';
import { md, mdBlocks, mdLink, mdList, mdTable, type Markdown } from '../../model/text/markdown.ts';
import { spokenDuration } from '../../model/text/spoken.ts';
import { file, target, type EmitContext } from '../../target.ts';
import { paths } from './shared.ts';

const section = (title: string, head: readonly string[], rows: readonly (readonly string[])[], none: string): Markdown => md`## ${title}\n\n${rows.length === 0 ? md`${none}` : mdTable(head, rows)}`;

function measures({ all, env, facts, platform, root }: EmitContext): readonly string[] {
  const masked = all('Pipeline').filter((p) => p.transformation !== undefined && p.transformation.kind !== 'copy');
  const callers = [...all('ModelEndpoint'), ...all('PredictionEndpoint'), ...all('Application')].filter((e) => e.access.issuer !== undefined);
  return [
    ...(all('DataContract').length > 0 && systemOf(env, 'object-storage') !== undefined ? ['Data sets are encrypted with a key of the project, closed to the public, and deleted by a rule when their time is over.'] : []),
    ...(facts.secretUse.length > 0 ? ['Secrets come from the platform\'s store and are in no declaration.'] : []),
    ...(callers.length > 0 ? [`Callers of ${callers.map((c) => c.$id).join(', ')} are known by their tokens.`] : []),
    ...masked.map((p) => `${p.$id}: ${p.transformation!.kind} of ${p.transformation!.fields.join(', ') || 'all classified fields'}.`),
    ...all('Guardrail').map((g) => `${g.$id}: ${g.action} on ${g.on}.`),
    ...(platform.teams[root.owner]?.oncall === undefined ? [] : [`On call: ${platform.teams[root.owner]!.oncall!}.`]),
    'Pods reach only what is declared.',
  ];
}

export default target({
  // What a record contains: https://eur-lex.europa.eu/eli/reg/2016/679/oj Article 30(1)
  system: 'Record of processing', api: 'Markdown', docs: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj', consumes: ['AiProject', 'DataContract', 'ExternalModel', 'Guardrail'], per: 'project', scope: 'project', judge: 'markdown',
  emit(span) {
    const context = span.environments.at(-1);
    if (context === undefined) return [];
    const { root, platform, facts } = context;
    const team = platform.teams[root.owner];
    const text = mdBlocks(
      md`# Processing of personal data in ${span.project}`,
      mdTable(['Controller', 'Team that answers', 'Contact', 'Governance'], [[platform.name, team?.title ?? root.owner, team?.email ?? 'unknown', platform.teams[platform.governance.team]?.email ?? platform.governance.team]]),
      md`Purpose: ${platform.purposes[root.purpose]?.title ?? root.purpose}. As in ${context.env.name}.`,
      section('Data and people', ['Data set', 'Of whom', 'Categories', 'For what', 'Legal basis', 'Kept for', 'Erasure', 'Region', 'Impact assessment'], facts.processing.map((p) => [
        p.contract, p.subjects.join(', ') || 'not declared', Object.entries(p.categories).map(([c, fields]) => `${c}: ${fields.join(', ')}`).join('; '), p.purposes.map((x) => platform.purposes[x]?.title ?? x).join(', ') || 'not declared', p.bases.join(', ') || 'not declared',
        p.retention === undefined ? 'not limited' : spokenDuration(p.retention), p.erasure === 'by-key' ? 'when asked' : 'at the end of retention', p.region, p.assessment === undefined ? 'none' : `${p.assessment.reference}, ${p.assessment.on}; again on ${p.assessment.review}`,
      ]), 'No personal data is declared.'),
      section('Who gets it', ['Recipient', 'Which data', 'Kept there for', 'Trains on it', 'Agreement', 'Sent by'], facts.thirdParties.map((t) => [
        t.provider, t.receives.map((r) => `${r.contract}.${r.field}`).join(', ') || 'nothing that is classified', spokenDuration(t.retention), t.training ? 'yes' : 'no', t.agreement === undefined ? 'none' : `${t.agreement.reference}, until ${t.agreement.until}`, t.senders.join(', ') || 'nobody',
      ]), 'Nobody outside.'),
      section('Where it goes', ['Who', 'Region', 'Jurisdiction', 'Leaves the project\'s', 'Basis of the transfer'], facts.thirdParties.flatMap((t) => [
        [t.provider, t.region, jurisdictions[t.jurisdiction]?.title ?? t.jurisdiction, t.leaves ? 'yes' : 'no', t.transferBasis ?? (t.leaves ? 'none declared' : 'not needed')],
        ...t.subprocessors.map((s) => [`${s.name} for ${t.provider}: ${s.does}`, s.region, jurisdictions[s.jurisdiction]?.title ?? s.jurisdiction, s.leaves ? 'yes' : 'no', t.transferBasis ?? (s.leaves ? 'none declared' : 'not needed')]),
      ]), `It stays in ${root.regions.join(', ')}.`),
      md`## How it is protected\n\n${mdList(measures(context))}`,
      md`${mdLink('All documents of the project', paths.index)}`,
    );
    return file(`documents/${paths.record}`, `${text.text}\n`, { from: facts.processing.filter((p) => p.own).map((p) => p.contract) });
  },
});
