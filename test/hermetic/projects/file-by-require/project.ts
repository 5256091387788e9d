// Reads a file through a computed require.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'file-by-require', {});
    const name = 'node:fs';
    require(name).readFileSync('/etc/passwd'); // <- LW1104
  }
}
