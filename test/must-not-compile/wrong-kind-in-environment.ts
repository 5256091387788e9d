// The right kind in one environment does not excuse the wrong one in another.
import { inEnv, runSucceeds, Slo, type AiProject, type Budget, type Pipeline } from 'leitwerk';

export const declare = (project: AiProject, load: Pipeline, budget: Budget) => new Slo(project, 'runs', {
  of: inEnv({
    default: load,
    production: budget, // error TS2322: Type 'Budget' is not assignable to type 'Application | ModelEndpoint | Pipeline | PredictionEndpoint'.
  }),
  indicator: runSucceeds(), objective: '99%',
});
