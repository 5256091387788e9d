// Changes how the model is written.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-json', {});
    JSON.stringify = () => '{}'; // <- LW1105
  }
}
