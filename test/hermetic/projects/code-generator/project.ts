// The same with a generator.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-generator', {});
    Object.getPrototypeOf(function* () { yield 1; }).constructor('yield process')(); // <- LW1105
  }
}
