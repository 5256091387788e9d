// Evaluates text.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-eval', {});
    eval('1 + 1'); // <- LW1109
  }
}
