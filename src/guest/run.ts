// Runs one project: makes its class, then hands out what it declared as one JSON text. Only the evaluator calls it; projects cannot reach it.
import { Construct, makePortfolio, shown } from './construct.ts';
import { concept, declared, uses } from './concept.ts';
import { fail, Reported, report, state } from './state.ts';

export const runner = {
  connect(capture: () => string, folder: string): void { state.capture = capture; state.folder = folder; },

  /** Makes the project. Throws what the project throws, unless it is reported already. */
  run(exported: unknown): void {
    try {
      if (typeof exported !== 'function') fail('LW1110', { got: exported === undefined ? 'no default export' : `${shown(exported)} as default export` });
      const base = concept('AiProject');
      if (exported !== base && !(exported.prototype instanceof base)) fail('LW1110', { got: exported.prototype instanceof Construct ? 'a construct that is no project' : 'a default export that is no project' });
      const made: unknown = Reflect.construct(exported, [makePortfolio()]);
      if (!(made instanceof base)) fail('LW1110', { got: 'a constructor that returns something else' });
    } catch (error) {
      if (!(error instanceof Reported)) throw error;
    } finally {
      state.closed = true;
    }
  },
  /** True for an error that is on the list already. */
  reported: (error: unknown): boolean => error instanceof Reported,
  /** A nameless import, a rejected promise: what only the evaluator sees. */
  report,

  collect: (): string => JSON.stringify({
    project: state.project ?? state.folder, nodes: declared,
    uses: [...uses.values()].map(({ standIn: _, ...use }) => use), problems: state.problems,
  }),
};
