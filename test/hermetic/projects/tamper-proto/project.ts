// Pollutes the prototype of all objects.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-proto', {});
    ({} as { __proto__: { polluted?: boolean } }).__proto__.polluted = true; // <- LW1105
  }
}
