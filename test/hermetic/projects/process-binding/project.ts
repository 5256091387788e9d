// Reaches for the insides of Node.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'process-binding', {});
    process.binding('fs'); // <- LW1108
  }
}
