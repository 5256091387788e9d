// The workflow that refuses a promotion without evidence, and what it has in common with the one that gathers it. Only names and paths of restricted characters are put in; shells get them as variables.
import type { SpanContext } from '../../target.ts';

// By commit, as the releases show it: https://github.com/actions/checkout/releases/tag/v4.2.2 and https://github.com/actions/setup-node/releases/tag/v4.4.0
const checkout = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2';
const setupNode = 'actions/setup-node@49933ea5288caeca8642d1e84afbd3f7d6820020 # v4.4.0';

/** A checkout with what the project's own file installs; `ref`: more about what is checked out. */
export const prepare = (ref = ''): string => `      - uses: ${checkout}
        with:
          persist-credentials: false${ref}
      - uses: ${setupNode}
        with:
          node-version: 22
      - run: npm ci --ignore-scripts`;

export const gate = ({ project, platform }: SpanContext, gated: readonly string[]): string => {
  const { defaultBranch, environmentBranch } = platform.repository;
  const branches = gated.map((e) => environmentBranch.replace('{environment}', e));
  return `# Refuses what ${project} has no fitting evidence for. Copy it to .github/workflows/ and make it a required check of ${[defaultBranch, ...branches].join(', ')}.
name: Promotion gate of ${project}
on:
  pull_request:
    branches:
${[defaultBranch, ...branches].map((b) => `      - '${b}'`).join('\n')}
permissions: {}
jobs:
  gate:
    name: Evidence fits, passes and is fresh
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    permissions:
      contents: read
    steps:
      # Branches of environments hold what was compiled; the declaration is on the default branch.
${prepare(`
          ref: \${{ github.base_ref != '${defaultBranch}' && '${defaultBranch}' || '' }}`)}
${gated.map((e) => `      - run: npx leitwerk check ${project} --env ${e} --format github --as-of "$(date -u +%F)"`).join('\n')}
`;
};
