// Gives another answer each time. Harmless: {"n":0}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'proxy-fickle', {});
    let n = 0;
    new Model(this, 'm', new Proxy({ n: 0 }, { get: () => n++ }));
  }
}
