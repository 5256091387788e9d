// Reaches for the process through the global object.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'process-by-global', {});
    (globalThis as never as { process: { pid: number } }).process.pid; // <- LW1108
  }
}
