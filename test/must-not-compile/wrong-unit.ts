// A space between number and unit.
import { Slo, timeToFirstToken, type AiProject, type ModelEndpoint } from 'leitwerk';

export const declare = (project: AiProject, chat: ModelEndpoint) => new Slo(project, 'fast', {
  of: chat, objective: '95%',
  indicator: timeToFirstToken({ under: '800 ms' }), // error TS2322: Type '"800 ms"' is not assignable to type 'Duration'.
});
