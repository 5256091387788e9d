// Throws nothing. <- LW1105
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'thrown-null', {});
    throw null;
  }
}
