// Fails where nobody looks.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'promise-rejected', {});
    void Promise.reject(new Error('unseen')); // <- LW1120
  }
}
