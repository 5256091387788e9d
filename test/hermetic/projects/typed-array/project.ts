// Takes memory outside of the heap.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'typed-array', {});
    new Uint8Array(2 ** 31); // <- LW1108
  }
}
