// Loads a module while it runs.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-import', {});
    const name = 'node:' + 'fs';
    import(name); // <- LW1109
  }
}
