// Speaks to the terminal through an error.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'spoofed-error', {});
    throw new Error('\r\n::error file=a.ts::\u001b[2J\u001b]8;;http://example.com\u0007 \u202e pass'); // <- LW1105
  }
}
