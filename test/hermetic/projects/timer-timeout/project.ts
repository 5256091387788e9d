// Waits.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'timer-timeout', {});
    setTimeout(() => undefined, 0); // <- LW1108
  }
}
