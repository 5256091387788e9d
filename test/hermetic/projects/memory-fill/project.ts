// Takes all memory at once. <- LW1106 LW1107
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-fill', {});
    new Array(2 ** 32 - 2).fill(1);
  }
}
