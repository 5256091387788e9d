// Looks where it lies. Harmless: {"url":"undefined"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'import-meta', {});
    new Model(this, 'm', { url: typeof import.meta.url });
  }
}
