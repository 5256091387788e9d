// Quantities as people say them.

const words: Readonly<Record<string, string>> = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', mo: 'month', y: 'year' };
/** `13mo` is `13 months`. */
export function spokenDuration(duration: string): string {
  const [, amount = '', unit = ''] = /^(\d+)(ms|s|m|h|d|mo|y)$/.exec(duration) ?? [];
  return unit === '' ? duration : `${amount} ${words[unit]}${amount === '1' ? '' : 's'}`;
}
