// Asks who calls. Harmless: {"who":"nobody"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'caller', {});
    const who = (function () { try { return String(arguments.callee); } catch { return 'nobody'; } })();
    new Model(this, 'm', { who });
  }
}
