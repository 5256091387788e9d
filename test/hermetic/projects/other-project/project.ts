// Reads another project.
import other from '../clock-now/project.ts'; // <- LW1103
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'other-project', {});
    throw other;
  }
}
