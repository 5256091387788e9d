// Calls itself without end.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'recursion', {});
    const again = (): number => again() + 1; // <- LW1105
    again();
  }
}
