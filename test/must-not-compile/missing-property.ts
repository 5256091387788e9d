// Nothing says what the budget is for.
import { Budget, eur, type AiProject } from 'leitwerk';

export const declare = (project: AiProject) => new Budget(project, 'monthly', { amount: eur(100), at: { '100%': 'alert' } }); // error TS2741: Property 'per' is missing
