// Reads the clock through a subclass.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clock-subclass', {});
    class Mine extends Date {}
    new Mine(); // <- LW1108
  }
}
