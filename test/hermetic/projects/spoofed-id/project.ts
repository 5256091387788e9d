// Speaks to the terminal through an id.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'spoofed-id', {});
    new Model(this, '\u001b[31mred\n::warning::', {}); // <- LW1113
  }
}
