// A share without its sign.
import { Slo, runSucceeds, type AiProject, type Pipeline } from 'leitwerk';

export const declare = (project: AiProject, load: Pipeline) => new Slo(project, 'runs', {
  of: load, indicator: runSucceeds(),
  objective: 0.99, // error TS2322: Type 'number' is not assignable to type '`${number}%`'.
});
