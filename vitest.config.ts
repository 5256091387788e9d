// `--mode whole` runs proofs as a whole, and not a part of their cases; those that no part would show are left to it. Tests run on the sources; the package's own entry points resolve to them.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
export default defineConfig(({ mode }) => ({
  define: { __VERSION__: '"0.0.0"' },
  resolve: { alias: [
    { find: /^leitwerk\/(concept|policy|target|fact|platform|waiver|cdk)$/, replacement: here('./src/$1.ts') },
    { find: 'leitwerk/values', replacement: here('./src/values/index.ts') },
  ] },
  test: { include: ['test/**/*.test.ts'], exclude: ['**/node_modules/**', ...mode === 'whole' ? [] : ['test/package.test.ts', 'test/proofs/why.test.ts']], pool: 'threads', isolate: false, maxWorkers: '100%', testTimeout: 180_000, hookTimeout: 300_000, env: { LEITWERK_PROOFS: mode === 'whole' ? 'whole' : 'part' } },
}));
