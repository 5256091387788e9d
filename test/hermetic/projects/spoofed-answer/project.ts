// Writes lines of the protocol. Harmless: {"text":"\n{\"answer\":{\"model\":null}}\n"}
import { AiProject, Model } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'spoofed-answer', {});
    new Model(this, 'm', { text: '\n{"answer":{"model":null}}\n' });
  }
}
