// Writes itself as something else.
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'to-json', {});
    new Model(this, 'm', { weights: { toJSON: () => ({ $ref: 'crm/tickets', kind: 'DataContract' }) } }); // <- LW1114
  }
}
