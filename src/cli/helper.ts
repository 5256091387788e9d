// The second thread of a large portfolio: it is given the models, loads the rest itself, and sends back what becomes of its share.
import { join } from 'node:path';
import { isMainThread, MessageChannel, receiveMessageOnPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { terraformTables } from '../check/terraform-schema.ts';
import { analyse, letGo, type Input } from '../pipeline.ts';
import { loadConcepts, loadRegistries } from './builtin.ts';
import { outcomeOf, type Made } from './parts.ts';
import { packageRoot } from './place.ts';

/** What is data in an input; functions do not pass between threads. */
type Given = Pick<Input, 'models' | 'asOf' | 'environments' | 'projects' | 'unreadable' | 'remembered'>;
interface Job { readonly root: string; readonly given: Given; readonly raw: boolean; readonly share: readonly string[]; readonly version: string; readonly port: MessagePort }
export interface Helper {
  /** What has come since the last time. */
  arrived(): Iterable<Made>;
  /** What is still to come, until the helper has ended; it may end before its share is done. */
  rest(): AsyncGenerator<Made>;
}

/** Takes its share in the order of `share`. */
export function startHelper({ models, asOf, environments, projects, unreadable, remembered, terraformTables: tables }: Input, root: string, share: readonly string[], version: string): Helper {
  const { port1: mine, port2: port } = new MessageChannel();
  const given: Given = { models, asOf, ...(environments ? { environments } : {}), ...(projects ? { projects } : {}), ...(unreadable ? { unreadable } : {}), ...(remembered ? { remembered } : {}) };
  const job: Job = { root, given, raw: tables !== undefined, share, version, port };
  const worker = new Worker(join(packageRoot(), 'bin/leitwerk.cjs'), { argv: ['helper'], workerData: job, transferList: [port], stdout: true, stderr: true });
  let over = false;
  let wake = (): void => undefined;
  const end = (): void => { over = true; wake(); };
  worker.on('error', end).on('exit', end);
  function* arrived(): Generator<Made> {
    for (let next = receiveMessageOnPort(mine); next; next = receiveMessageOnPort(mine)) yield next.message as Made;
  }
  return {
    arrived,
    async *rest() {
      const waiting: Made[] = [...arrived()];
      mine.on('message', (outcome: Made) => { waiting.push(outcome); wake(); });
      while (!over || waiting.length > 0) {
        const next = waiting.shift();
        if (next) yield next;
        else await new Promise<void>((resolve) => { wake = resolve; if (over || waiting.length > 0) resolve(); });
      }
      mine.close();
    },
  };
}

/** In the thread itself; false where this is none. What fails is left to the main thread, which meets the same fault and tells it. */
export async function help(): Promise<boolean> {
  if (isMainThread) return false;
  const { root, given, raw, share, version, port } = workerData as Job;
  const concepts = await loadConcepts(root);
  const { value } = await loadRegistries(root, concepts);
  if (!value) return true;
  const { waivers, ...tables } = value;
  const input: Input = { ...given, ...tables, concepts, governance: waivers, ...(raw ? { terraformTables: await terraformTables() } : {}) };
  const mine = new Set(share);
  const analysis = analyse(input, (name) => mine.has(name));
  for (const name of analysis.names) {
    if (!mine.has(name)) continue;
    try { port.postMessage(await outcomeOf(name, analysis, input, version)); } catch { /* the main thread compiles it again */ }
    letGo(analysis, name);
  }
  port.close();
  return true;
}
