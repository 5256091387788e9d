// Asks stack frames for the objects behind them.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'tamper-stack', {});
    (Error as { prepareStackTrace?: unknown }).prepareStackTrace = (_: unknown, sites: unknown) => sites;
    const [site] = new Error().stack as never as [{ getThis(): unknown }];
    site.getThis(); // <- LW1105
  }
}
