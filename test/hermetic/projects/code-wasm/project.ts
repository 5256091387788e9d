// Brings its own machine code.
import { AiProject } from 'leitwerk';

export default class extends AiProject {
  constructor(portfolio) {
    super(portfolio, 'code-wasm', {});
    new WebAssembly.Module(new Uint8Array(8)); // <- LW1108
  }
}
