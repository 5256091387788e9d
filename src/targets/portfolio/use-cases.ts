// The use cases of the portfolio by their score, with the sum of each, those that look alike, and those that nothing follows from: as data and as a page.
import { md, mdBlocks, mdList, mdTable } from '../../model/text/markdown.ts';
import { file, target } from '../../target.ts';

export default target({
  system: 'Leitwerk', api: '1', docs: 'https://spec.commonmark.org/', consumes: ['AiProject'], per: 'portfolio', scope: 'portfolio', judge: 'own-json',
  *emit({ environments, platform, projects }) {
    const useCases = environments.at(-1)?.facts.useCases;
    if (useCases === undefined) return;
    const { ranked, alike, orphans } = useCases;
    const from = projects.map((p) => p.root.$path);
    const purpose = (of: string): string => platform.purposes[of]?.title ?? of;
    yield file('use-cases.json', { schema: 1, weights: platform.scoring, ranked: ranked.map((r) => ({ ...r })), alike: alike.map(({ purpose, projects }) => ({ purpose, projects })), orphans }, { from });
    const weights = Object.entries(platform.scoring).map(([what, weight]) => `${what} ${weight}`).join(', ');
    yield file('use-cases.md', `${mdBlocks(
      md`# Use cases of ${platform.name}`,
      md`Each is scored from 1 to 5; risk, regulation and time count the other way round. Weights: ${weights}.`,
      mdTable(['Rank', 'Project', 'Owner', 'Purpose', 'People', 'Score', 'How it comes about'], ranked.map((r, i) => {
        const root = projects.find((p) => p.name === r.project)?.root;
        return [r.score === undefined ? '' : String(i + 1), r.project, root === undefined ? '' : platform.teams[root.owner]?.title ?? root.owner, purpose(r.purpose), r.people === undefined ? 'not declared' : String(r.people), r.score ?? 'not scored', r.formula ?? ''];
      })),
      alike.length > 0 && md`## Much the same problem\n\n${mdList(alike.map((a) => `${a.projects.join(', ')}: ${purpose(a.purpose)}`))}`,
      orphans.length > 0 && md`## Nothing follows from them\n\n${mdList(orphans)}`,
    ).text}\n`, { from });
  },
});
