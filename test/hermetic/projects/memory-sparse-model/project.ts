// Puts a huge list of nothing into the model.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-sparse-model', {});
    new Model(this, 'm', { list: new Array(2 ** 32 - 1) }); // <- LW1114 LW1121
  }
}
