// How much of a proof is run: the whole of it by `npm run proofs`, and a part in `npm test`, which people wait for.

export const whole = process.env['LEITWERK_PROOFS'] === 'whole';
/** The number of tries: of a whole proof, or of a part. */
export const tries = (all: number, part: number): number => whole ? all : part;
/** All of a list, or so many of it, spread evenly. */
export const sampled = <T>(all: readonly T[], part: number): readonly T[] => whole || part >= all.length ? all : Array.from({ length: part }, (_, i) => all[Math.floor(i * all.length / part)]!);
