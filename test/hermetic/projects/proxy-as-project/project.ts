// Returns something else than itself. Harmless: {"mine":false}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'proxy-as-project', {});
    new Model(this, 'm', { mine: false });
    return new Proxy(this, { get: () => 'mine' });
  }
}
