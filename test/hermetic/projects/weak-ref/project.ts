// Looks at what the collector does.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'weak-ref', {});
    new WeakRef({}).deref(); // <- LW1108
  }
}
