// A batch job that reads and writes data on a schedule.
import * as z from 'zod';
import { a, concept, fromPlatform, ref } from 'leitwerk/concept';
import { connection, cpu, cron, duration, image, line, secretVariables, size } from 'leitwerk/values';

export class Pipeline extends concept('Pipeline', {
  doc: 'A batch job on a schedule: what it reads, what it writes, and what it does to the data.',
  schema: () => z.strictObject({
    image: image().describe('Container image, pinned by digest.'),
    command: z.array(z.string().min(1).max(1000)).min(1).describe('What runs in it.'),
    schedule: cron().describe('When it starts.'),
    timeZone: z.string().regex(/^[A-Za-z_]+(\/[A-Za-z_+-]+){0,2}$/).default('Etc/UTC').describe('Time zone of the schedule.'),
    reads: z.array(ref('DataContract', 'VectorIndex', 'FeatureView')).default([]).describe('Data that it reads.'),
    writes: z.array(ref('DataContract', 'VectorIndex')).default([]).describe('Data that it writes.'),
    transformation: z.strictObject({
      kind: z.enum(['copy', 'mask', 'pseudonymise', 'aggregate', 'drop', 'derive']).describe('What happens to classified data on the way.'),
      fields: z.array(z.string()).default([]).describe('Fields that it applies to; none means all classified ones.'),
      because: line().describe('Why that is enough.'),
    }).meta({ id: 'Transformation' }).optional().describe('Without it, what is read is written as it is.'),
    timeout: duration().describe('After which a run is ended.'),
    duration: duration().optional().describe('How long a run usually takes, from which its cost follows; the timeout where left out.'),
    retries: z.int().min(0).max(10).default(2).describe('How often a failed run is tried again.'),
    cpu: cpu().describe('Processor share of one run.'),
    memory: size().describe('Memory of one run.'),
    priority: fromPlatform('priorities').optional().describe('Who is scheduled first, and who makes room; the cluster\'s default where left out.'),
    applies: z.array(ref('TrainedModel')).default([]).describe('Models that it runs itself, on what it reads.'),
    calls: z.array(ref('ModelEndpoint', 'PredictionEndpoint', 'ExternalModel')).default([]).describe('Models that it asks.'),
    secrets: secretVariables().default({}).describe('Environment variables that are filled from secrets.'),
    connects: z.array(connection()).default([]).describe('Hosts outside the platform that it talks to.'),
  }),
  example: {
    image: `registry.example/forecast@sha256:${'0'.repeat(64)}`, command: ['python', '-m', 'forecast.run'], schedule: '15 2 * * *', timeZone: 'Europe/Berlin',
    reads: [a('DataContract')], writes: [a('DataContract')], transformation: { kind: 'pseudonymise', fields: ['body'], because: 'Only hashes of customers are needed.' },
    applies: [], calls: [a('ExternalModel')], timeout: '2h', duration: '80m', retries: 2, cpu: '2', memory: '8Gi', priority: 'batch', secrets: { WAREHOUSE_PASSWORD: { $secret: 'warehouse/password' } },
    connects: [{ host: 'weather.example', cidr: '192.0.2.10/32', port: 443 }],
  },
  documentsOnly: { 'transformation/because': 'Explains to the reviewer why the transformation is enough.' },
}) {}
