// Never ends. <- LW1106
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'loop-generator', {});
    const forever = function* () { for (;;) yield 1; };
    for (const one of forever()) if (one === 2) break;
  }
}
