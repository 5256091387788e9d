// A pattern that backtracks without end. <- LW1106
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'regex-bomb', {});
    /^(a+)+$/.test('a'.repeat(40) + '!');
  }
}
