// Calls the esbuild binary: faster to start than its JavaScript interface, and needs no install script to have run.
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface EsbuildError { readonly text: string; readonly file?: string; readonly line?: number; readonly column?: number }

/** Path of the binary that npm installed for this machine. https://esbuild.github.io/getting-started/#download-a-build */
export function esbuildBinary(): string {
  const require = createRequire(import.meta.url);
  const packages: Readonly<Record<string, string>> = {
    'linux x64': '@esbuild/linux-x64', 'linux arm64': '@esbuild/linux-arm64', 'darwin x64': '@esbuild/darwin-x64', 'darwin arm64': '@esbuild/darwin-arm64', 'win32 x64': '@esbuild/win32-x64', 'win32 arm64': '@esbuild/win32-arm64',
  };
  const name = packages[`${process.platform} ${process.arch}`];
  if (name === undefined) throw new Error(`esbuild has no build for ${process.platform} ${process.arch}`);
  const base = dirname(createRequire(require.resolve('esbuild')).resolve(`${name}/package.json`));
  return process.platform === 'win32' ? join(base, 'esbuild.exe') : join(base, 'bin', 'esbuild');
}

/** What esbuild printed, or its errors with their places. */
export function runEsbuild(args: readonly string[], { cwd, stdin }: { readonly cwd: string; readonly stdin?: string }): Promise<{ readonly text: string } | { readonly errors: readonly EsbuildError[] }> {
  return new Promise((resolve) => {
    const child = execFile(esbuildBinary(), [...args, '--log-level=error', '--color=false', '--log-limit=50'], { cwd, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve(error ? { errors: errorsIn(stderr, error.message) } : { text: stdout });
    });
    child.stdin?.on('error', () => undefined); // it may have ended already
    child.stdin?.end(stdin ?? '');
  });
}

/** esbuild's text: `✘ [ERROR] message`, blank line, `    file:line:column:`. */
function errorsIn(text: string, otherwise: string): readonly EsbuildError[] {
  const found: EsbuildError[] = [];
  for (const block of text.split(/^\u2718 \[ERROR\] /m).slice(1)) {
    const [message = ''] = block.split('\n');
    const place = /^\s+(\S[^\n]*?):(\d+):(\d+):$/m.exec(block);
    found.push(place ? { text: message.trim(), file: place[1]!, line: Number(place[2]), column: Number(place[3]) + 1 } : { text: message.trim() });
  }
  return found.length > 0 ? found : [{ text: otherwise.split('\n')[0] ?? 'esbuild failed' }];
}
