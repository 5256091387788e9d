// Climbs out of the folder.
import settings from '../../../../package.json'; // <- LW1103
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'file-by-climbing', {});
    throw settings;
  }
}
