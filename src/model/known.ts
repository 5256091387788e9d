// Arithmetic with what may not be known: unknown stays unknown, an assumption stays an assumption, and both keep their reasons.
import type { Known } from '../fact.ts';

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The list of values; unknown if any is, for all the reasons; assumed if any is. */
export function all<T>(values: readonly Known<T>[]): Known<readonly T[]> {
  const because = values.flatMap((v) => (v.state === 'unknown' ? v.because : []));
  if (because.length > 0) return { state: 'unknown', because: unique(because) };
  const assumptions = values.flatMap((v) => (v.state === 'assumed' ? v.assumptions : []));
  const list = values.flatMap((v) => (v.state === 'unknown' ? [] : [v.value]));
  return values.some((v) => v.state === 'assumed') ? { state: 'assumed', value: list, assumptions: unique(assumptions) } : { state: 'known', value: list };
}

/** What follows from a value, as sure as the value. */
export const map = <A, B>(value: Known<A>, use: (value: A) => B): Known<B> =>
  value.state === 'unknown' ? value : { ...value, value: use(value.value) };

/** What follows from a value and may itself be unknown or assumed. */
// Not called `then`: a module that exports that name is taken for a promise by `import()`, and loading it never ends.
export function chain<A, B>(value: Known<A>, use: (value: A) => Known<B>): Known<B> {
  if (value.state === 'unknown') return value;
  const next = use(value.value);
  if (value.state === 'known' || next.state === 'unknown') return next;
  return { state: 'assumed', value: next.value, assumptions: unique([...value.assumptions, ...(next.state === 'assumed' ? next.assumptions : [])]) };
}

/** What follows from two values. */
export const combine = <A, B, C>(a: Known<A>, b: Known<B>, use: (a: A, b: B) => C): Known<C> => {
  if (a.state === 'unknown' || b.state === 'unknown') {
    return { state: 'unknown', because: unique([...(a.state === 'unknown' ? a.because : []), ...(b.state === 'unknown' ? b.because : [])]) };
  }
  return chain(a, (x) => map(b, (y) => use(x, y)));
};

export const valueOf = <T>(value: Known<T>): T | undefined => (value.state === 'unknown' ? undefined : value.value);
/** Why it is not simply known; empty if it is. */
export const reasons = (value: Known<unknown>): readonly string[] =>
  value.state === 'unknown' ? value.because : value.state === 'assumed' ? value.assumptions : [];
