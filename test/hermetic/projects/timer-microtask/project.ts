// Runs something later.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'timer-microtask', {});
    queueMicrotask(() => undefined); // <- LW1108
  }
}
