// Throws what cannot be looked at. <- LW1105
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'thrown-secretive', {});
    throw { get message() { throw new Error('no'); } };
  }
}
