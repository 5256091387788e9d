// Changes what lists do.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-array', {});
    Array.prototype.map = () => ['mine']; // <- LW1105
  }
}
