// What a company's own concepts, targets and policies do wrong, as diagnostics at their files. What the package's own do wrong stays an exception: a bug of ours.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { thrownAt } from '../load/platform.ts';
import { platform as catalogue } from '../model/catalogue/platform.ts';
import { diagnose } from '../model/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { Fault, messageOf } from '../model/fault.ts';
import { packageRoot } from './place.ts';

/** What the platform's own files got, where nothing can go on without them. */
export class Refused extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) { super(diagnostics[0]?.what ?? ''); this.diagnostics = diagnostics; }
}

/** The diagnostics of an exception that the platform's owners can mend; nothing for a bug. */
export async function faultsOf(error: unknown, root: string): Promise<readonly Diagnostic[] | undefined> {
  if (error instanceof Refused) return error.diagnostics;
  if (!(error instanceof Fault) || root === packageRoot()) return undefined;
  const file = `${error.what === 'policy' ? 'policies' : 'targets'}/${error.id}.ts`;
  if (!existsSync(join(root, file))) return undefined;
  const at = await thrownAt(error.cause, root) ?? { file };
  return [diagnose(catalogue, 'LW1008', at, { what: error.what, id: error.id, on: error.on, message: messageOf(error.cause) })];
}
