// Each concept's example with all that it refers to, in all environments: as it is, or as a policy's passing example has it where the compiler refuses it alone.
import { load } from '../../../src/dev/run.mjs';
import { synth, writeModels } from '../support/portfolio.mjs';

export const name = 'examples';

export async function compile({ root, folder, say }) {
  const { acceptedExamples, roomyPlatform, waiversFor } = await load('test/support/accepted.ts');
  const { models, instead } = await acceptedExamples();
  say(`${models.length} concepts${instead.length ? `; not as they are, but as a policy's example: ${instead.join(', ')}` : ''}`);
  writeModels(folder, roomyPlatform(), models, waiversFor);
  return synth({ root, folder });
}
