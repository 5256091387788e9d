// Who reviews what: each project its team, everything that all projects stand on the platform, policies and waivers governance.
import { file, target } from '../../target.ts';

// The last match wins: https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
const platformPaths = ['/leitwerk.config.ts', '/constructs/', '/targets/', '/src/', '/.github/', '/package.json', '/package-lock.json'];
const governancePaths = ['/policies/', '/waivers/', '/CODEOWNERS'];

export default target({
  system: 'GitHub', docs: 'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners', api: 'CODEOWNERS',
  consumes: ['AiProject'], per: 'portfolio', scope: 'portfolio', judge: 'codeowners',
  emit({ platform, projects }) {
    const handle = (team: string): readonly string[] => { const of = platform.teams[team]; return of ? [of.github] : []; };
    const platformTeam = handle(platform.governance.team);
    const governance = platform.governance.approvers.length > 0 ? platform.governance.approvers : platformTeam;
    const own = projects.map(({ folder, root }) => [`/${folder}/`, handle(root.owner)] as const).sort(([a], [b]) => a < b ? -1 : 1);
    const lines = [
      '# Copy to the root of the repository: GitHub reads it there, on the base branch.', '',
      line('*', platformTeam), '',
      '# each project: its owner', ...own.map(([path, owners]) => line(path, owners.length > 0 ? owners : platformTeam)), '',
      '# what all projects stand on: the platform', ...platformPaths.map((path) => line(path, platformTeam)), '',
      '# the rules, and the exceptions from them: governance', ...governancePaths.map((path) => line(path, governance)),
    ];
    return file('CODEOWNERS', `${lines.join('\n')}\n`);
  },
});
const line = (pattern: string, owners: readonly string[]): string => `${pattern} ${[...new Set(owners)].sort().join(' ')}`;
