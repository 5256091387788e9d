// Changes how everything is written.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-object', {});
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'mine' }); // <- LW1105
  }
}
