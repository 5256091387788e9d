// The date of a run: given, or that of the HEAD commit, or today where there is no git; the header says which.
import { execFile } from 'node:child_process';

export interface AsOf { readonly date: string; readonly from: 'option' | 'head' | 'today' }

// a day that no month has would be moved into the next one
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

export function asOfDate(given: string | undefined, root: string): Promise<AsOf | undefined> {
  if (given !== undefined) return Promise.resolve(isDate(given) ? { date: given, from: 'option' } : undefined);
  return new Promise((resolve) => {
    execFile('git', ['-C', root, 'log', '-1', '--format=%cs'], { env: { ...process.env, TZ: 'UTC' } }, (error, stdout) => {
      const date = stdout.trim();
      resolve(!error && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date, from: 'head' } : { date: new Date().toISOString().slice(0, 10), from: 'today' });
    });
  });
}
