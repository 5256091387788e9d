// Starts a program.
void require('node:worker_threads'); // <- LW1104
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'process-child', {});
    require('child_process').execSync('id');
  }
}
