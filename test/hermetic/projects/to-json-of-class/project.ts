// Writes itself as something else.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'to-json-of-class', {});
    class Weights { toJSON() { return '\u0000'; } }
    new Model(this, 'm', { weights: new Weights() }); // <- LW1114
  }
}
