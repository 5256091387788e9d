// Goes on after it returned. <- LW1106
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'promise-loop', {});
    const forever = async () => { for (;;) await undefined; };
    void forever();
  }
}
