// An AI project: why it exists, who owns it, where it may run.
import * as z from 'zod';
import { concept, fromPlatform } from 'leitwerk/concept';
import { date, line, percent, text } from 'leitwerk/values';

export class AiProject extends concept('AiProject', {
  doc: 'An AI project: the problem, how success is measured, who owns it, where it may run.',
  root: true,
  schema: () => z.strictObject({
    owner: fromPlatform('teams').describe('Team that answers for it.'),
    purpose: fromPlatform('purposes').describe('What it uses data for; data contracts say for what they may be used.'),
    problem: text().describe('What is wrong today, in a sentence or two.'),
    kpi: z.strictObject({
      name: line().describe('What is measured.'),
      baseline: percent().describe('Where it stands today.'), target: percent().describe('Where it shall stand.'),
      by: date().describe('Until when.'),
      measuredBy: z.enum(['control-group', 'before-after', 'survey']).describe('How the effect is told from chance.'),
    }).meta({ id: 'Kpi' }).describe('How success is measured.'),
    nonGoals: z.array(line()).default([]).describe('What it is not for.'),
    exit: line().describe('When it is stopped.'),
    regions: z.array(fromPlatform('regions')).min(1).describe('Where its data may be.'),
    users: z.strictObject({
      who: z.enum(['employees', 'partners', 'customers', 'public', 'systems']).describe('Who works with it.'), people: z.int().min(0).describe('How many.'),
    }).meta({ id: 'Users' }).optional().describe('Who works with it.'),
    aiAct: z.strictObject({
      role: z.enum(['provider', 'deployer', 'importer', 'distributor']).describe('Role under the EU AI Act.'),
      class: z.enum(['prohibited', 'high-risk', 'transparency', 'minimal']).describe('Risk class; by Article 5, 6 with Annex I or III, 50, or none of them.'),
      area: z.enum(['biometrics', 'critical-infrastructure', 'education', 'employment', 'essential-services', 'law-enforcement', 'migration', 'justice', 'product-safety']).optional().describe('Area of Annex III, or a product of Annex I; a high-risk system names it.'),
      because: line().describe('Why this class.'),
      oversight: line().optional().describe('How people can stop it or decide otherwise; a high-risk system needs it.'),
      notice: line().optional().describe('How people are told that they deal with an AI, or that a machine made what they see; a transparency or high-risk system needs it.'),
    }).meta({ id: 'AiAct' }).optional().describe('Role and class under the EU AI Act; production needs it.'),
    score: z.strictObject({
      value: z.int().min(1).max(5).describe('Worth, 5 is most.'), risk: z.int().min(1).max(5).describe('What can go wrong, 5 is worst.'), dataReadiness: z.int().min(1).max(5).describe('How ready the data is, 5 is best.'),
      regulation: z.int().min(1).max(5).describe('Regulatory burden, 5 is heaviest.'), months: z.int().min(1).max(60).describe('Until it is of use.'),
    }).meta({ id: 'UseCaseScore' }).optional().describe('What the portfolio ranks use cases by.'),
  }),
  example: {
    owner: 'customer-care', purpose: 'customer-support', problem: 'First replies take hours.',
    kpi: { name: 'first-contact resolution', baseline: '41%', target: '60%', by: '2027-06-30', measuredBy: 'control-group' },
    nonGoals: ['Refund decisions'], exit: 'Stop if the uplift stays under 5 points after eight weeks.', regions: ['eu-central-1'],
    users: { who: 'employees', people: 240 }, aiAct: { role: 'deployer', class: 'high-risk', area: 'employment', because: 'It ranks what employees work on.', oversight: 'An agent sends each reply.', notice: 'Each draft is marked as made by AI.' },
    score: { value: 4, risk: 2, dataReadiness: 4, regulation: 2, months: 3 },
  },
  documentsOnly: {
    problem: 'Explains the project to people.', 'kpi/name': 'Explains the goal to people.', 'kpi/baseline': 'Explains the goal to people.', 'kpi/target': 'Explains the goal to people.',
    'kpi/by': 'Explains the goal to people.', 'kpi/measuredBy': 'Explains the goal to people.', nonGoals: 'Explains the limits to people.', exit: 'Explains the limits to people.', 'aiAct/because': 'Explains the class to people.',
  },
}) {}
