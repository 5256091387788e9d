// Measures time.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clock-performance', {});
    performance.now(); // <- LW1108
  }
}
