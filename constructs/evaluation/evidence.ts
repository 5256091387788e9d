// Evidence: the committed result of an evaluation, tied to exactly what was evaluated.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { decimal, digest, identifier, line } from 'leitwerk/values';

export class Evidence extends concept('Evidence', {
  doc: 'The committed result of an evaluation, tied to what was evaluated and on which examples; the evaluation job writes its file.',
  schema: () => z.strictObject({
    of: ref('Evaluation').describe('The evaluation that it is a result of.'),
    result: z.strictObject({
      subject: digest().describe('Of model, settings and prompt, as `leitwerk facts <project> fingerprints` prints it.'),
      goldenSet: digest().describe('Of the examples that were used.'),
      // Plain text: it comes out of a JSON file, of which TypeScript knows no more.
      ranOn: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/).describe('When: `2026-11-12`.'),
      cases: z.int().min(1).describe('How many examples were used.'),
      scores: z.record(identifier(), decimal()).describe('Values by metric.'),
      by: line().describe('Which run: address of the job.'),
    }).meta({ id: 'EvaluationResult' }).describe('What the job wrote; import it from a `.json` file in the project folder.'),
  }),
  example: {
    of: a('Evaluation'), result: { subject: `sha256:${'0'.repeat(64)}`, goldenSet: `sha256:${'0'.repeat(64)}`, ranOn: '2026-11-12', cases: 240, scores: { helpful: '0.91', leaks: '0', found: '0.86' }, by: 'https://ci.example/runs/4711' },
  },
}) {}
