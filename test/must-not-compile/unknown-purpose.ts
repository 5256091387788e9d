// A purpose that the platform does not allow.
import { DataContract, string, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new DataContract(project, 'tickets', {
  version: '1.0.0', description: 'Tickets.', fields: { id: string() }, freshness: '1h', region: 'eu-central-1',
  purposes: ['customer-support', 'advertising'], // error TS2322: Type '"advertising"' is not assignable to type '"customer-support"'.
});
