// 200 random projects that the compiler accepts, in one environment: each concept occurs, each optional property is given in one and left out in another.
import { load } from '../../../src/dev/run.mjs';
import { synth, writeModels } from '../support/portfolio.mjs';

export const name = 'random';
/** Of how many projects those judges are given something that start a program or a database for each of them; what they are not given, others of the same system are. */
export const sample = { opentofu: 8, moto: 0, checkov: 12, 'contract-data': 6, feast: 4, helm: 24, otelcol: 6, pgvector: 6, 'nemo-guardrails': 12, presidio: 12, mlflow: 16, promptfoo: 12, 'great-expectations': 24, soda: 24, odcs: 24, kustomize: 24, promtool: 40 };
const PROJECTS = 200, SEED = 20261126;

export async function compile({ root, folder, say }) {
  const { randomPlatform, randomProjects, waiversFor } = await load('test/support/random-project.ts');
  const { models, tried, refused, givenUp, optional, kinds, because } = await randomProjects(PROJECTS, SEED);
  say(`${models.length} projects of ${tried}: ${Math.round(100 * refused / tried)} % were refused as first made, ${givenUp} of those given up, ${refused - givenUp} accepted once what an error named was put back`);
  say(`refused most often: ${[...because].sort(([, a], [, b]) => b - a).slice(0, 8).map(([code, times]) => `${code} ${times}`).join(', ')}`);
  if (models.length < PROJECTS) throw new Error(`of ${tried} random projects only ${models.length} were accepted`);
  const never = kinds.filter((kind) => !models.some((m) => m.nodes.some((n) => n.kind === kind)));
  if (never.length) throw new Error(`in no random project: ${never.join(', ')}`);
  const oneSided = [...optional].filter(([, { given, absent }]) => given === 0 || absent === 0);
  say(`${models.reduce((sum, m) => sum + m.nodes.length, 0)} constructs of ${kinds.length} concepts; of ${optional.size} optional properties ${optional.size - oneSided.length} are given here and left out there`);
  if (oneSided.length) throw new Error(`always or never given: ${oneSided.map(([property, { given }]) => `${property} (${given})`).join(', ')}`);
  writeModels(folder, randomPlatform(PROJECTS), models, waiversFor);
  return synth({ root, folder });
}
