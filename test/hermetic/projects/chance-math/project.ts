// Rolls dice.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'chance-math', {});
    Math.random(); // <- LW1108
  }
}
