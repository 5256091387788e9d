// Looks where it lies.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'directory-name', {});
    String(__dirname); // <- LW1108
  }
}
