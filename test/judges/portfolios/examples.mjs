// Each concept's example with all that it refers to, in all environments: as it is, or as a policy's passing example has it where the compiler refuses it alone.
import { load } from '../../../src/dev/run.mjs';
import { synth, writeModels } from '../support/portfolio.mjs';

export const name = 'examples';
/** Of how many concepts those judges are given something that start a program or a database for each project: what an example refers to comes with it, so that most are alike. */
export const sample = { opentofu: 8, moto: 3, checkov: 8, 'contract-data': 3, feast: 2, helm: 8, otelcol: 4, pgvector: 2, promptfoo: 4, 'nemo-guardrails': 4, presidio: 4 };

export async function compile({ root, folder, say }) {
  const { acceptedExamples, roomyPlatform, waiversFor } = await load('test/support/accepted.ts');
  const { models, instead } = await acceptedExamples();
  say(`${models.length} concepts${instead.length ? `; not as they are, but as a policy's example: ${instead.join(', ')}` : ''}`);
  writeModels(folder, roomyPlatform(), models, waiversFor);
  return synth({ root, folder });
}
