// Sends something away.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'network-fetch', {});
    fetch('https://example.com/' + 'secret'); // <- LW1108
  }
}
