// The same with an async function.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-async-function', {});
    Object.getPrototypeOf(async () => 1).constructor('return process')(); // <- LW1105
  }
}
