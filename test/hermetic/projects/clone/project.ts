// Copies with the means of the host.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clone', {});
    structuredClone({}); // <- LW1108
  }
}
