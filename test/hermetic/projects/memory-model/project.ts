// Puts a huge list into the model.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-model', {});
    new Model(this, 'm', { list: new Array(1e6).fill(1) }); // <- LW1121
  }
}
