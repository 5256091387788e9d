// Never ends. <- LW1106
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'loop', {});
    for (;;);
  }
}
