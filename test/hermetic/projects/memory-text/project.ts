// Takes all memory as text. <- LW1106 LW1107
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-text', {});
    let text = 'x'.repeat(2 ** 20);
    const all: string[] = [];
    for (;;) { text = text.slice(1) + 'y'; all.push(text.split('').join('-')); }
  }
}
