// Changes what promises do.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-promise', {});
    Promise.prototype.then = () => undefined as never; // <- LW1105
  }
}
