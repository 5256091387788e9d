// Resolves a name.
const dns = await0(() => import('node:dns')); // <- LW1109
function await0<T>(f: () => T): T { return f(); }
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'network-import', {});
    void dns;
  }
}
