// Listens to the collector.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'finalizer', {});
    new FinalizationRegistry(() => undefined); // <- LW1108
  }
}
