// Makes a function from text by the back door.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-function-by-prototype', {});
    (() => 1).constructor('return process')(); // <- LW1105
  }
}
