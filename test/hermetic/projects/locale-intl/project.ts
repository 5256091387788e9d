// Asks for a locale.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'locale-intl', {});
    new Intl.NumberFormat().format(1); // <- LW1108
  }
}
