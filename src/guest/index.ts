// What projects import as `leitwerk`, beside the concepts themselves: the entry of the guest bundle, which adds `constructs/`.
// The bundle is one CommonJS text for a neutral platform; `leitwerk/concept` resolves to `src/guest/concept.ts`, `zod` to a stub.
export { Construct } from './construct.ts';
export { inEnv, secret, traffic } from './values.ts';
export { chf, eur, gbp, usd } from '../values/money.ts';
/** Taken out by the evaluator before a project sees the rest. */
export { runner as $runner } from './run.ts';
