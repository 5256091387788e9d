// Looks for what others left behind. Harmless: {"seen":["undefined","undefined","undefined"]}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'state-read-by-the-next', {});
    new Model(this, 'm', { seen: [typeof (globalThis as { left?: string }).left, typeof (AiProject as { left?: string }).left, typeof (Model as { left?: string }).left] });
  }
}
