// Reads the clock.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clock-new', {});
    new Date(); // <- LW1108
  }
}
