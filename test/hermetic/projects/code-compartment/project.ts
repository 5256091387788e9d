// Makes a world of its own.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-compartment', {});
    new Compartment().evaluate('new Uint8Array(8)'); // <- LW1109
  }
}
