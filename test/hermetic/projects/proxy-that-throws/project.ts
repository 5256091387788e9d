// Throws when it is looked at.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'proxy-that-throws', {});
    new Model(this, 'm', new Proxy({}, {
      ownKeys: () => { throw new Error('caught you'); }, // <- LW1105
    }));
  }
}
