// Waits on memory.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'atomics', {});
    Atomics.load([] as never, 0); // <- LW1108
  }
}
