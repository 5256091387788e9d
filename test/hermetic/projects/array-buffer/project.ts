// Takes memory outside of the heap.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'array-buffer', {});
    new ArrayBuffer(2 ** 31); // <- LW1108
  }
}
