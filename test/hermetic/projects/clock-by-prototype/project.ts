// Reads the clock by the back door.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'clock-by-prototype', {});
    (new Date(0).constructor as DateConstructor).now(); // <- LW1108
  }
}
