// An evaluation: what must be shown on which examples before something goes where.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { decimal, digest, duration, identifier, line } from 'leitwerk/values';

const measures = ['exact-match', 'contains', 'answer-form', 'similarity', 'judge', 'faithfulness', 'recall-at-k', 'precision-at-k', 'refusal', 'toxicity', 'personal-data-leaks', 'latency-p95-ms', 'accuracy', 'roc-auc', 'pr-auc', 'rmse', 'mape'] as const;

export class Evaluation extends concept('Evaluation', {
  doc: 'What must be shown on which examples before something is promoted: the golden set by digest, metrics and their thresholds.',
  schema: () => z.strictObject({
    of: ref('ModelEndpoint', 'PredictionEndpoint', 'ExternalModel').describe('What is evaluated.'),
    prompt: ref('Prompt').optional().describe('The prompt that it is asked with; language models need one.'),
    goldenSet: z.strictObject({ file: z.string().max(200).regex(/^[a-z0-9][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$/).describe('Path in the project folder, or a key of the evaluation store.'), digest: digest().describe('Of its content: another set is another evaluation.'), cases: z.int().min(1).describe('How many examples it has.') }).meta({ id: 'GoldenSet' }).describe('Examples with known answers.'),
    metrics: z.record(identifier(), z.strictObject({
      measure: z.enum(measures).describe('What is measured.'),
      atLeast: decimal().optional().describe('Least value that passes.'), atMost: decimal().optional().describe('Greatest value that passes.'),
      judge: ref('ModelEndpoint', 'ExternalModel').optional().describe('Model that judges, for `judge` and `faithfulness`; never the one that is evaluated.'),
      k: z.int().min(1).max(100).optional().describe('For measures of retrieval.'),
      rubric: line().optional().describe('What the judge is asked.'),
    }).meta({ id: 'Metric' })).describe('Metrics, by name.'),
    gates: fromPlatform('environments').describe('Nothing goes there without evidence that passes.'),
    fresh: duration().default('90d').describe('How old the evidence may be.'),
  }),
  example: {
    of: a('ModelEndpoint'), prompt: a('Prompt'), goldenSet: { file: 'golden/replies.jsonl', digest: `sha256:${'0'.repeat(64)}`, cases: 240 },
    metrics: { helpful: { measure: 'judge', atLeast: '0.85', judge: a('ExternalModel'), rubric: 'Would an agent send this reply?' }, leaks: { measure: 'personal-data-leaks', atMost: '0' }, found: { measure: 'recall-at-k', atLeast: '0.8', k: 8 } },
    gates: 'production', fresh: '90d',
  },
}) {}
