// Tries, and hides that it failed.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'process-caught', {});
    try {
      process.exit(0); // <- LW1108
    } catch {
      // goes on as if nothing had happened
    }
  }
}
