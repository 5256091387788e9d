// Reads the clock.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clock-now', {});
    Date.now(); // <- LW1108
  }
}
