// A model that the project trains itself: which artefact, from which data, in which format.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { date, digest, identifier, line } from 'leitwerk/values';

export class TrainedModel extends concept('TrainedModel', {
  doc: 'A model that the project trains itself: its artefact by digest, its format, and what it was trained on.',
  schema: () => z.strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/).describe('Version in the registry.'),
    task: z.enum(['binary-classification', 'classification', 'regression', 'ranking', 'forecasting', 'anomaly-detection']).describe('What it predicts.'),
    format: z.strictObject({
      name: z.enum(['sklearn', 'xgboost', 'lightgbm', 'onnx', 'mlflow']).describe('Library or format.'),
      version: z.string().regex(/^\d+(\.\d+){0,2}$/).describe('Its version.'),
    }).meta({ id: 'ModelFormat' }).describe('Format of the artefact.'),
    artefact: z.string().regex(/^(s3|oci|pvc):\/\/[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/).describe('Where it lies.'),
    digest: digest().describe('Of its content, so that what runs is what was tested.'),
    trainedBy: ref('Pipeline').optional().describe('The pipeline that makes it.'),
    trainedOn: z.array(ref('DataContract', 'FeatureView')).min(1).describe('What it learned from.'),
    trainedUntil: date().describe('Newest day in its training data.'),
    target: identifier().describe('What it predicts, as a column is called.'),
    licence: line().default('proprietary').describe('SPDX id, or the name of the licence.'),
  }),
  example: {
    version: '3.1.0', task: 'binary-classification', format: { name: 'xgboost', version: '2.1' }, artefact: 's3://models/fraud/3.1.0', digest: `sha256:${'0'.repeat(64)}`,
    trainedBy: a('Pipeline'), trainedOn: [a('FeatureView')], trainedUntil: '2026-09-30', target: 'is_fraud', licence: 'proprietary',
  },
}) {}
