// Controls of published catalogues, the rules that serve them, and what each means for each project: for whoever audits.
import { catalogues } from '../../data/controls.ts';
import { file, target } from '../../target.ts';
import { controlsOf } from './controls-of.ts';

export default target({
  system: 'Leitwerk', api: '1', docs: 'https://csrc.nist.gov/glossary/term/control_assessment', consumes: ['AiProject', 'Waiver'], per: 'portfolio', scope: 'portfolio', judge: 'own-json',
  emit: (context) => {
    const { rules, controls } = controlsOf(context);
    return file('controls.json', {
      schema: 1, catalogues: Object.fromEntries(Object.entries(catalogues).map(([name, { title, edition, source }]) => [name, { title, edition, source }])),
      controls: controls.map((c) => ({ ...c })),
      policies: Object.fromEntries(rules.map(({ policy, severity, environments, projects: { enforced, reported, waived, notAsked } }) => [policy, { severity, environments, projects: { enforced, reported, waived: waived.map((w) => ({ ...w })), notAsked } }])),
    }, { from: context.projects.map((p) => p.root.$path) });
  },
});
