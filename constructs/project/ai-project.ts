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
  }),
  example: {
    owner: 'customer-care', purpose: 'customer-support', problem: 'First replies take hours.',
    kpi: { name: 'first-contact resolution', baseline: '41%', target: '60%', by: '2027-06-30', measuredBy: 'control-group' },
    nonGoals: ['Refund decisions'], exit: 'Stop if the uplift stays under 5 points after eight weeks.', regions: ['eu-central-1'],
  },
  documentsOnly: {
    problem: 'Explains the project to people.', 'kpi/name': 'Explains the goal to people.', 'kpi/baseline': 'Explains the goal to people.', 'kpi/target': 'Explains the goal to people.',
    'kpi/by': 'Explains the goal to people.', 'kpi/measuredBy': 'Explains the goal to people.', nonGoals: 'Explains the limits to people.', exit: 'Explains the limits to people.',
  },
}) {}
