// What is printed cannot act: no character of a project moves the cursor of a terminal, and no line is a command of the CI system that keeps the log.

// Beside what colours text and clears a line, which is ours.
const acting = /\u001b(?!\[[\d;]*[mK])|[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// GitHub takes a line that begins with `::` after spaces, and `##[` anywhere in it; Azure and TeamCity `##vso[` and `##teamcity[`.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
const command = /^((?:\u001b\[[\d;]*[mK]|\s)*):(?=:)/gm;
const marked = /(?<=#)#(?=\[|vso\[|teamcity\[)/gi;

const spelt = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** The same text with what would act spelt out, in the way in which JSON spells it: there it stays the same value. */
export const harmless = (text: string): string => text.replace(acting, spelt).replace(command, (_, before: string) => `${before}${spelt(':')}`).replace(marked, spelt);
