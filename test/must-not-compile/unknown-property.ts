// A slip of the pen.
import { Budget, eur, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new Budget(project, 'monthly', {
  amout: eur(100), // error TS2561: Object literal may only specify known properties, but 'amout' does not exist in type 'BudgetProps'. Did you mean to write 'amount'?
  per: 'month', at: { '100%': 'alert' },
});
