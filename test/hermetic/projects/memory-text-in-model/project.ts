// Puts a huge text into the model.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'memory-text-in-model', {});
    new Model(this, 'm', { text: 'x'.repeat(2 ** 28) }); // <- LW1121
  }
}
