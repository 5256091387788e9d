// A team that the platform does not have.
import { AiProject, type Portfolio } from 'leitwerk';

export const declare = (portfolio: Portfolio) => new AiProject(portfolio, 'pilot', {
  owner: 'customer-service', // error TS2322: Type '"customer-service"' is not assignable to type '"customer-care" | "supply-chain"'.
  purpose: 'customer-support', problem: 'None.', exit: 'Never.', regions: ['eu-central-1'],
  kpi: { name: 'none', baseline: '0%', target: '1%', by: '2027-01-01', measuredBy: 'survey' },
});
