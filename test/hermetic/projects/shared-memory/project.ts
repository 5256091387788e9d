// Makes a clock of shared memory.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'shared-memory', {});
    new SharedArrayBuffer(8); // <- LW1108
  }
}
