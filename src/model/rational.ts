// Exact numbers: fractions of big integers. Sums and products are never rounded; who needs a whole number rounds once, half to even.

/** In lowest terms, the denominator positive. */
export interface Rational { readonly n: bigint; readonly d: bigint }

/** Most fractions are small, and floats are exact there and make no garbage. */
function gcd(a: bigint, b: bigint): bigint {
  if (a > small || b > small) return b === 0n ? a : gcd(b, a % b);
  let [x, y] = [Number(a), Number(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return BigInt(x);
}
const small = BigInt(Number.MAX_SAFE_INTEGER);
const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

export function rational(n: bigint | number, d: bigint | number = 1n): Rational {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 1n) return { n: top, d: bottom };
  if (bottom === 0n) throw new RangeError('a fraction over zero');
  const common = gcd(magnitude(top), magnitude(bottom)) || 1n;
  const sign = bottom < 0n ? -1n : 1n;
  return { n: (sign * top) / common, d: magnitude(bottom) / common };
}
export const zero = rational(0);
export const one = rational(1);

const decimalText = /^(-?)(\d+)(?:\.(\d+))?$/;
/** A decimal such as `99.5` or `-0.25`, exactly; undefined where the text is none. */
export function parseDecimal(text: string): Rational | undefined {
  const match = decimalText.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '0', fraction = ''] = match;
  return rational(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
}
/** A decimal that a schema has let through. */
export function decimal(text: string): Rational {
  const value = parseDecimal(text);
  if (!value) throw new RangeError(`'${text}' is not a decimal`);
  return value;
}

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);
/** Negative, zero or positive, as `sort` wants it. */
export const compare = (a: Rational, b: Rational): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const sum = (values: Iterable<Rational>): Rational => {
  let total = zero;
  for (const value of values) total = add(total, value);
  return total;
};

/** The one rounding: to a whole number, a half to the even one. */
export function round({ n, d }: Rational): bigint {
  const down = floor({ n, d });
  const twice = (n - down * d) * 2n;
  if (twice < d) return down;
  if (twice > d) return down + 1n;
  return down % 2n === 0n ? down : down + 1n;
}
export const floor = ({ n, d }: Rational): bigint => (n >= 0n || n % d === 0n ? n / d : n / d - 1n);
export const ceil = ({ n, d }: Rational): bigint => -floor({ n: -n, d });

/** A decimal with this many places, rounded half to even: `toFixed(rational(1, 8), 2)` is `0.12`. */
export function toFixed(value: Rational, places: number): string {
  const scaled = round(multiply(value, rational(10n ** BigInt(places))));
  const digits = magnitude(scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
/** A decimal without trailing zeros, exact where it ends within `most` places, else rounded there. */
export const toDecimal = (value: Rational, most = 12): string => {
  const text = toFixed(value, most);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
/** The nearest float, for charts and logarithms; never for money. */
export const toNumber = (value: Rational): number => Number(toDecimal(value, 15));
