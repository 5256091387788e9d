// Makes a function from text.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-function', {});
    new Function('return this')(); // <- LW1109
  }
}
