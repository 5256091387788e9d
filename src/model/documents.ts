// Where documents are found once they are published: the branch of an environment holds what `dist/` holds.
import type { Environment, Platform } from './platform.ts';

export const runbookPath = 'documents/runbook.md';
/** GitHub makes an anchor of each heading: https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links */
export const runbookUrl = ({ repository }: Pick<Platform, 'repository'>, env: Pick<Environment, 'name'>, project: string, alert: string): string =>
  `${repository.url}/blob/${repository.environmentBranch.replaceAll('{environment}', env.name)}/_projects/${project}/${runbookPath}#${alert.toLowerCase()}`;
