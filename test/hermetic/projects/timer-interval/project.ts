// Waits for ever.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'timer-interval', {});
    setInterval(() => undefined, 1); // <- LW1108
  }
}
