// Asks for a locale. Harmless: {"number":"1234.5","order":["a","z","ä"],"upper":"I"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'locale', {});
    new Model(this, 'm', { number: (1234.5).toLocaleString('de'), order: ['z', 'ä', 'a'].sort((x, y) => x.localeCompare(y, 'de')), upper: 'i'.toLocaleUpperCase('tr') });
  }
}
