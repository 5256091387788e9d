// Has a file of the machine put into the bundle.
import passwords from '/etc/passwd' with { type: 'text' }; // <- LW1103
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'file-as-text', {});
    throw passwords;
  }
}
