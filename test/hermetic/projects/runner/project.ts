// Reaches for what runs it. Harmless: {"runner":"undefined"}
import * as leitwerk from 'leitwerk';
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'runner', {});
    new Model(this, 'm', { runner: typeof (leitwerk as { $runner?: unknown }).$runner });
  }
}
