// Leaves something behind for others. Harmless: {"left":"behind"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'state-written', {});
    (globalThis as { left?: string }).left = 'behind';
    (AiProject as { left?: string }).left = 'behind';
    (Model as { left?: string }).left = 'behind';
    new Model(this, 'm', { left: (globalThis as { left?: string }).left });
  }
}
