// A service of the project itself: the program between people and models, which retrieves, asks and answers.
import * as z from 'zod';
import { a, concept, ref } from 'leitwerk/concept';
import { access, breaker, connection, cpu, image, limits, patience, retries, secretVariables, size } from 'leitwerk/values';

export class Application extends concept('Application', {
  doc: 'A service of the project: its container, whom it calls, what it reads, who may use it.',
  schema: () => z.strictObject({
    image: image().describe('Container image, pinned by digest.'),
    command: z.array(z.string().min(1).max(1000)).default([]).describe('What runs in it; default, what the image says.'),
    port: z.int().min(1024).max(65535).default(8080).describe('Where it answers; it shows its metrics there too, under /metrics.'),
    health: z.string().regex(/^\/[A-Za-z0-9/_.-]{0,200}$/).default('/health').describe('Path that answers 200 when it is ready.'),
    replicas: z.int().min(1).max(100).describe('Copies.'),
    cpu: cpu().describe('Processor share of one replica.'),
    memory: size().describe('Memory of one replica.'),
    variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string().max(4000)).default({}).describe('Environment variables. Addresses of what it calls and reads are set by the compiler.'),
    secrets: secretVariables().default({}).describe('Environment variables that are filled from secrets.'),
    calls: z.array(ref('ModelEndpoint', 'PredictionEndpoint', 'ExternalModel')).default([]).describe('Models that it asks.'),
    reads: z.array(ref('DataContract', 'VectorIndex', 'FeatureView')).default([]).describe('Data that it looks up; what it reads reaches the models that it asks.'),
    connects: z.array(connection()).default([]).describe('Hosts outside the platform that it talks to.'),
    access: access(),
    timeout: patience().optional().describe('How long a caller waits for the whole answer; production needs it.'),
    retries: retries().optional().describe('What the gateway tries again.'),
    breaker: breaker().optional().describe('When the gateway refuses, rather than letting requests pile up.'),
    limits: limits().optional().describe('What a caller may use.'),
  }),
  example: {
    image: `registry.example/assistant@sha256:${'0'.repeat(64)}`, command: ['assistant', 'serve'], port: 8080, health: '/health', replicas: 2, cpu: '500m', memory: '1Gi', variables: { LANGUAGE: 'de' },
    secrets: { SESSION_KEY: { $secret: 'assistant/session' } }, calls: [a('ModelEndpoint')], reads: [a('VectorIndex')], connects: [{ host: 'tickets.example', cidr: '192.0.2.20/32', port: 443 }],
    access: { audience: 'employees', issuer: 'corporate', tenantClaim: 'tenant' }, timeout: '90s', retries: { attempts: 1, on: ['connect-failure'] }, breaker: { waiting: 50, parallel: 200, failures: 5 },
    limits: { requests: '60/min', per: 'caller' },
  },
}) {}
