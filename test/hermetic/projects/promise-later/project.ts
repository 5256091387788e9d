// Declares after the end.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'promise-later', {});
    void Promise.resolve().then(() => {
      new Model(this, 'late', {}); // <- LW1119
    });
  }
}
