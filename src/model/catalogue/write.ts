// Diagnostics of writing: folders that are not ours, locks, disks.
import { entry } from '../catalogue.ts';

export const write = {
  LW1501: entry<{ folder: string; evidence: string }>({
    severity: 'error', title: 'An output folder that Leitwerk did not write',
    what: ({ folder }) => `${folder} has content that Leitwerk did not write: nothing was changed`,
    why: ({ evidence }) => [evidence],
    remedy: () => 'choose another folder with --out, or move the content away',
    wrong: 'leitwerk synth --out src', right: 'leitwerk synth --out dist',
  }),
  LW1502: entry<{ folder: string; pid: number }>({
    severity: 'error', title: 'Another command is writing',
    what: ({ folder, pid }) => `process ${pid} is writing to ${folder}`,
    remedy: () => 'wait until it has finished, then run the command again',
    wrong: 'two `leitwerk synth` at once with one --out', right: 'one after the other, or two folders',
  }),
  LW1503: entry<{ path: string; reason: string; rolledBack: boolean }>({
    severity: 'error', title: 'The disk refused',
    what: ({ path, reason }) => `${path} could not be written: ${reason}`,
    why: ({ rolledBack }) => [rolledBack ? 'the trees that were there before are unchanged' : 'what was begun is finished or undone by the next command'],
    remedy: () => 'make room or the folder writable, then run the command again',
    wrong: 'a full disk, a read-only folder', right: 'a folder that this user may write to',
  }),
  LW1504: entry<{ folder: string; finished: number; undone: number }>({
    severity: 'info', title: 'An interrupted command was put in order',
    what: ({ folder, finished, undone }) => `an earlier command was interrupted while it wrote to ${folder}: ${finished} trees finished, ${undone} undone`,
    wrong: 'a command that is killed while it writes', right: 'the next one puts it in order',
  }),
};
