// Speaks to the log of CI.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'spoofed-log', {});
    console.log('::error file=a.ts,line=1::all is well'); // <- LW1108
  }
}
