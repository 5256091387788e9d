// Evaluates text in the global scope.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-indirect-eval', {});
    (0, eval)('globalThis'); // <- LW1109
  }
}
