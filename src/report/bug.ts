// What is printed when the compiler itself fails: what happened, and how to report it. No bare stack trace, no minified source.
export function bugReport(error: unknown, argv: readonly string[]): string {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6).map((line) => line.trim().replace(/\(?(file:\/\/)?[^\s()]*[/\\]([^/\\\s()]+:\d+:\d+)\)?/, '$2'));
  return [
    'LW1901  leitwerk has failed; this is a bug of the compiler, not of your project',
    `  ${message.split('\n')[0]?.slice(0, 300) ?? ''}`,
    `  while running: leitwerk ${argv.join(' ')}`,
    ...frames.map((frame) => `    ${frame}`),
    'Each tree in the output folder is whole: as it was, or new. Please open an issue with these lines, the version (leitwerk --version, node --version) and, if you can, the project that leads to it.', '',
  ].join('\n');
}
