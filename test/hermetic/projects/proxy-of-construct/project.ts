// Stands in for a construct.
import { AiProject, Model, ModelEndpoint } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'proxy-of-construct', {});
    const model = new Model(this, 'm', {});
    new ModelEndpoint(this, 'chat', { model: new Proxy(model, {}) }); // <- LW1114
  }
}
