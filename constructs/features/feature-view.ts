// A feature view: features of an entity, out of the fields of a data contract, the same for training and for serving.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { cron, duration, identifier, line } from 'leitwerk/values';

export class FeatureView extends concept('FeatureView', {
  doc: 'Features of an entity, made of the fields of a data contract; the same definition for training (point in time) and for serving (online).',
  published: true,
  schema: () => z.strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/).describe('Semantic version: a feature that changes its meaning is a new major version.'),
    source: ref('DataContract').describe('Where the features come from.'),
    entity: z.strictObject({ name: identifier().describe('What the features describe.'), key: identifier().describe('Field of the source that tells one from another.') }).meta({ id: 'Entity' }).describe('What the features describe.'),
    features: z.record(identifier(), z.strictObject({
      from: identifier().describe('Field of the source.'),
      transformation: z.enum(['as-it-is', 'hash', 'bucket', 'normalise', 'derive']).default('as-it-is').describe('What happened to the field on the way; the pipeline that writes the source does it.'),
      description: line().optional().describe('What it means.'),
    }).meta({ id: 'Feature' })).describe('The features, by name.'),
    pointInTime: identifier().describe('Field that says when a row became known: training sees nothing newer than its label.'),
    ttl: duration().describe('How old a value may be and still be served.'),
    online: z.boolean().default(true).describe('Is it looked up while a request waits?'),
    offline: z.boolean().default(true).describe('Is it used for training?'),
    refresh: cron().optional().describe('When new values go to the online store; needed where it is looked up online.'),
    owner: fromPlatform('teams').describe('Team that answers for its meaning.'),
  }),
  example: {
    version: '1.0.0', source: a('DataContract'), entity: { name: 'customer', key: 'customer' },
    features: { last_rating: { from: 'rating', transformation: 'as-it-is', description: 'Rating of the last ticket.' }, channel: { from: 'channel', transformation: 'as-it-is' } },
    pointInTime: 'created_at', ttl: '30d', online: true, offline: true, refresh: '*/30 * * * *', owner: 'customer-care',
  },
}) {}
