// Reads the environment.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'process-environment', {});
    if (process.env.HOME) throw new Error('leaked'); // <- LW1108
  }
}
