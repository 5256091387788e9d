// Reads a file.
import { readFileSync } from 'node:fs'; // <- LW1104
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'file-by-import', {});
    readFileSync('/etc/passwd');
  }
}
