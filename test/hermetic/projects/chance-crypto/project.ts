// Makes an identifier that differs each time.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'chance-crypto', {});
    crypto.randomUUID(); // <- LW1108
  }
}
