// Opens a socket.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'network-socket', {});
    new WebSocket('wss://example.com'); // <- LW1108
  }
}
