// CRM: publishes the support tickets as a data contract.
import { AiProject, DataContract, Pipeline, Slo, date, inEnv, integer, key, personal, pseudonym, runSucceeds, secret, string, timestamp, type Portfolio } from 'leitwerk';

export default class Crm extends AiProject {
  constructor(portfolio: Portfolio) {
    super(portfolio, 'crm', {
      owner: 'crm-platform',
      purpose: 'service-improvement',
      problem: 'Ticket data is copied by hand into six places, each with another meaning of "resolved".',
      kpi: { name: 'consumers on the contract', baseline: '0%', target: '90%', by: '2027-03-31', measuredBy: 'before-after' },
      nonGoals: ['A second CRM'],
      exit: 'Stop if no consumer has moved after two quarters.',
      regions: ['eu-central-1'],
      users: { who: 'employees', people: 35 },
      aiAct: { role: 'deployer', class: 'minimal', because: 'It publishes data and decides nothing.' },
      score: { value: 3, risk: 1, dataReadiness: 5, regulation: 2, months: 4 },
    });

    const tickets = new DataContract(this, 'tickets', {
      version: '2.2.0',
      description: 'Support tickets with the first message, as customers wrote it.',
      fields: {
        ticket_id: key(string()),
        customer: pseudonym(string({ description: 'Keyed hash of the customer number.' })),
        channel: string({ values: ['mail', 'chat', 'phone'] }),
        subject: personal(string()),
        body: personal(string({ description: 'What the customer wrote.' })),
        market: string({ values: ['de', 'at', 'nl', 'fr'], description: 'Where the customer buys; agents see their own market.' }),
        priority: integer({ description: '1 is most urgent.' }),
        created_at: timestamp(),
        resolved_at: timestamp({ nullable: true }),
        day: date({ description: 'Day of created_at in UTC.' }),
      },
      purposes: ['customer-support', 'service-improvement'], subjects: ['customers'], legalBasis: 'contract', erasure: 'by-key',
      impactAssessment: { reference: 'DPIA 2026-14', on: '2026-05-04', review: '2027-05-04' },
      quality: [{ kind: 'unique', fields: ['ticket_id'] }, { kind: 'complete', field: 'customer', atLeast: '99%' }, { kind: 'range', field: 'priority', min: '1', max: '5' }],
      retention: '13mo',
      freshness: '1h',
      region: 'eu-central-1',
      partitionBy: ['day'],
      volume: '60Gi',
    });

    const customers = new DataContract(this, 'customers', {
      version: '1.0.0',
      description: 'Customers without their names: what a payment or a ticket may be weighed with.',
      fields: {
        customer: key(pseudonym(string({ description: 'Keyed hash of the customer number.' }))),
        segment: string({ values: ['private', 'small-business', 'business'] }),
        tenure_days: integer(), chargebacks_12mo: integer({ description: 'Payments that came back within a year.' }),
        updated_at: timestamp(), day: date({ description: 'Day of updated_at in UTC.' }),
      },
      purposes: ['service-improvement', 'fraud-prevention'], subjects: ['customers'], legalBasis: 'legitimate-interests', erasure: 'by-key',
      quality: [{ kind: 'unique', fields: ['customer', 'day'] }, { kind: 'range', field: 'tenure_days', min: '0' }],
      retention: '25mo', freshness: '26h', region: 'eu-central-1', partitionBy: ['day'], volume: '40Gi',
    });

    const exportTickets = new Pipeline(this, 'export-tickets', {
      image: 'registry.nordlicht.example/crm/export@sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
      command: ['crm-export', '--tables', 'tickets,customers', '--incremental'],
      schedule: '*/30 * * * *',
      writes: [tickets, customers],
      timeout: '20m',
      cpu: '1',
      memory: inEnv({ default: '1Gi', production: '4Gi' }),
      priority: 'batch',
      secrets: { CRM_PASSWORD: secret('crm/replica') },
      connects: [{ host: 'crm-replica.nordlicht.example', cidr: '10.40.12.0/28', port: 5432 }],
    });
    new Slo(this, 'export-runs', { of: exportTickets, indicator: runSucceeds(), objective: '99%', window: '30d' });
  }
}
