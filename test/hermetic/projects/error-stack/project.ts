// Looks for paths of the machine. Harmless: {"stack":""}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'error-stack', {});
    new Model(this, 'm', { stack: new Error('x').stack });
  }
}
