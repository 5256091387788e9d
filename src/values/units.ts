// Quantities as authors write them: the schemas. They stay text in the model; `src/model/units.ts` reads them.
import * as z from 'zod';
import { meta } from 'leitwerk/concept';

// Each ends where no system could hold it any more: after some decades, some petabytes, some thousand cores.
/** Whole number and unit: `500ms`, `60s`, `15m`, `24h`, `30d`, `13mo`, `7y`. */
export const duration = () => meta(z.string().regex(/^(0(ms|s|m|h|d|mo|y)|[1-9](\d{0,11}ms|\d{0,8}s|\d{0,6}m|\d{0,4}[hd]|\d{0,2}mo|\d?y))$/), { type: 'Duration' });
/** How long somebody waits, as gateways take it: five digits of hours, minutes, seconds or milliseconds. https://gateway-api.sigs.k8s.io/geps/gep-2257/ */
export const patience = () => meta(z.string().regex(/^[1-9]\d{0,4}(ms|s|m|h)$/), { type: 'Duration' });
/** Whole number and binary unit: `512Mi`, `16Gi`. */
export const size = () => meta(z.string().regex(/^[1-9](\d{0,11}Ki|\d{0,8}Mi|\d{0,5}Gi|\d{0,2}Ti)$/), { type: 'Size' });
/** CPU: whole or milli cores, `2` or `500m`. */
export const cpu = () => meta(z.string().regex(/^[1-9](\d{0,3}|\d{0,6}m)$/), { type: 'Cpu' });
/** A decimal and `%`, at most 100: `99.5%`. Exact; never a float. */
export const percent = () => meta(z.string().regex(/^(100(\.0{1,12})?|\d{1,2}(\.\d{1,12})?)%$/), { type: 'Percent' });
/** Whole number or decimal per time: `3/s`, `120/min`, `0.5/s`. */
export const rate = () => meta(z.string().regex(/^(0|[1-9]\d{0,8})(\.\d{1,12})?\/(s|min|h|d)$/), { type: 'Rate' });
/** A decimal as text, exactly: `0.45`. */
export const decimal = () => z.string().regex(/^(0|[1-9]\d{0,14})(\.\d{1,12})?$/);
/** A decimal that may be negative: `-12.5`. */
export const signedDecimal = () => z.string().regex(/^-?(0|[1-9]\d{0,14})(\.\d{1,12})?$/);
/** Name of a host: https://datatracker.ietf.org/doc/html/rfc1123#page-13 */
export const hostname = () => z.string().max(253).regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/);
/** A digest of content. */
export const digest = () => z.string().regex(/^sha256:[0-9a-f]{64}$/);
/** A calendar date, `2027-06-30`; a day that its month has, the 29th of February in leap years alone. */
export const date = () => meta(z.string().regex(/^(\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))|(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$/), { type: 'CalendarDate' });
/** A field of cron: all of it, a value or a range, each with a step, and several of these. */
const ofCron = (value: string): string => { const part = `(\\*|${value}(-${value})?)(/[1-9]\\d?)?`; return `${part}(,${part})*`; };
/** Names, whatever their case. */
const anyCase = (names: string): string => names.split(' ').map((name) => [...name].map((c) => `[${c}${c.toUpperCase()}]`).join('')).join('|');
/** Five fields of cron, each within the bounds that CronJobs have: https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */
export const cron = () => meta(z.string().regex(new RegExp(`^${['[0-5]?\\d', '([01]?\\d|2[0-3])', '(0?[1-9]|[12]\\d|3[01])', `(0?[1-9]|1[0-2]|${anyCase('jan feb mar apr may jun jul aug sep oct nov dec')})`, `([0-6]|${anyCase('sun mon tue wed thu fri sat')})`].map(ofCron).join(' ')}$`)), { type: 'Cron' });
/** An identifier of the declared world: lower case, digits, single underscores or hyphens. */
export const identifier = () => z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/);
/** One line of text for people; no control characters. */
export const line = () => z.string().min(1).max(400).regex(/^[^\p{Cc}]+$/u);
/** Text for people, several lines. */
export const text = () => z.string().min(1).max(4000).regex(/^[^\p{Cc}]*([\n\t][^\p{Cc}]*)*$/u);
