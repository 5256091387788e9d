// Takes all memory in small pieces. <- LW1107
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-list', {});
    const list: unknown[] = [];
    for (;;) list.push(new Array(1000).fill(list.length));
  }
}
