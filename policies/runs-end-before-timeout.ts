// A run that takes as long as usual ends before its timeout.
import { policy } from 'leitwerk/policy';
import { milliseconds } from '../src/model/units.ts';

export default policy({
  on: 'Pipeline',
  severity: 'error',
  controls: ['ISO 27001 A.8.6'],
  because: 'A run that is ended every time does its work never, and costs as much.',
  remedy: 'raise the timeout, or correct the duration',
  waivable: 'never',
  check(pipeline) {
    const { duration, timeout } = pipeline;
    if (duration === undefined || milliseconds(duration) < milliseconds(timeout)) return true;
    return { at: ['duration'], what: `usually takes ${duration}, and is ended after ${timeout}`, try: [{ node: pipeline.$path, property: ['timeout'], to: twice(duration) }] };
  },
  fails: { props: { duration: '3h', timeout: '2h' } },
  passes: { props: { duration: '80m', timeout: '2h' } },
});

/** Room for a slow day, and for one that is tried again. */
const twice = (duration: string): string => duration.replace(/^\d+/, (n) => String(2 * Number(n)));
