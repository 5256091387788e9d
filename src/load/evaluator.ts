// The child process that runs projects: SES, a fresh compartment each, JSON lines in and out. It is bundled whole, starts with an empty environment and has no rights.
// Knows nothing of models: the guest writes the JSON, the host checks every byte. Protocol: `Request` lines in; `{"ready"}`, then per project `{"returned"}` and `{"answer"}` lines out.
import { writeSync } from 'node:fs';
import 'ses';
import { nearest } from '../model/suggest.ts';
import { chance, clock, withheld } from './withheld.ts';

/** The first line carries the guest; the others a project. */
export interface Request { readonly guest?: string; readonly project?: string; readonly text?: string }
export interface Refusal { readonly name: string; readonly instead: string; readonly kind: 'global' | 'import' | 'export'; readonly offsets: string }
export interface Thrown { readonly message: string; readonly frames: readonly (readonly [line: number, column: number])[] }
export interface Answer { readonly model?: unknown; readonly refusals: readonly Refusal[]; readonly thrown?: Thrown; readonly rejected?: Thrown }

declare const lockdown: (options: object) => void;
declare const harden: <T>(value: T) => T;
declare const Compartment: new (options: object) => { readonly globalThis: Record<string, unknown>; evaluate(text: string): unknown };
declare const getStackString: ((error: Error) => string) | undefined;
const Raw = Error; // the realm's own constructor: after lockdown the only one that still shows call sites, and reachable from here alone
type Site = NodeJS.CallSite & { getPosition(): number };
type Runner = typeof import('../guest/run.ts').runner;

const PROJECT = 'project.js';
const HEAD = '(function (module, exports, require) {';

lockdown({ errorTaming: 'safe', overrideTaming: 'severe', localeTaming: 'safe', consoleTaming: 'unsafe', errorTrapping: 'none', unhandledRejectionTrapping: 'none', reporting: 'none', stackFiltering: 'verbose' });

let guest = '';
let refusals: Refusal[] = [];
let rejected: Thrown | undefined;
const refused = new WeakSet<object>();

// ---- positions: offsets of the project's frames, through V8's own call sites ----

const offsetsOf = (_: Error, frames: Site[]): string => frames.filter((f) => f.getScriptNameOrSourceURL() === PROJECT).map((f) => f.getPosition() - HEAD.length).join();
const capture = harden((): string => {
  const before = Raw.prepareStackTrace;
  const holder: { stack?: unknown } = {};
  Raw.stackTraceLimit = 24;
  Raw.prepareStackTrace = offsetsOf;
  try { Raw.captureStackTrace(holder, capture); return String(holder.stack); } finally { Raw.prepareStackTrace = before; }
});

function describe(error: unknown): Thrown {
  let message = 'something that cannot be shown';
  try { message = (typeof error !== 'object' || error === null ? String(error) : 'message' in error ? String(error.message) : JSON.stringify(error) ?? String(error)).slice(0, 2000); } catch { /* the project's own toString throws */ }
  const frames: [number, number][] = [];
  try {
    const stack = error instanceof Raw || error instanceof Error ? getStackString?.(error) ?? '' : '';
    for (const match of stack.matchAll(/\bproject\.js:(\d+):(\d+)/g)) frames.push([Number(match[1]), Number(match[2]) - (match[1] === '1' ? HEAD.length : 0)]);
  } catch { /* no frames, then */ }
  const line = error instanceof SyntaxError ? /\bat project\.js:(\d+)/.exec(message) : null;
  if (frames.length === 0 && line) frames.push([Number(line[1]), 1]);
  return { message, frames: frames.slice(0, 24) };
}

// ---- what is withheld ----

function refuse(name: string, instead: string, kind: Refusal['kind'] = 'global'): never {
  if (refusals.length < 100) refusals.push({ name, instead, kind, offsets: capture() });
  const error = new Error(`projects have no ${name}`);
  refused.add(error);
  throw error;
}

/** Stands for a withheld global: to name it is harmless, to use it in any way is reported. */
function stub(name: string, instead: string): object {
  const no = () => refuse(name, instead);
  const target = Object.freeze(function () { /* never called: the proxy answers */ });
  return new Proxy(target, {
    get: (_, key) => key === Symbol.hasInstance ? notAnInstance : refuse(typeof key === 'string' && key !== 'prototype' ? `${name}.${key}` : name, instead),
    apply: no, construct: no, has: no, set: no, defineProperty: no, deleteProperty: no, ownKeys: no, getOwnPropertyDescriptor: no, setPrototypeOf: no, preventExtensions: no,
  });
}
const notAnInstance = harden(() => false);
const stubs = Object.entries(withheld).map(([name, instead]) => [name, stub(name, instead)] as const);

const SafeDate = harden(((Shared: DateConstructor) => {
  function Dated(this: unknown, ...parts: never[]): unknown {
    if (!new.target) return refuse('Date()', clock);
    return parts.length === 0 ? refuse('new Date()', clock) : Reflect.construct(Shared, parts, new.target);
  }
  return Object.assign(Dated, { prototype: Shared.prototype, parse: Shared.parse, UTC: Shared.UTC, now: () => refuse('Date.now()', clock) });
})(Date));
const SafeMath = harden(Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(Math), random: { value: () => refuse('Math.random()', chance), enumerable: false } }));

// ---- one project ----

function evaluate(name: string, text: string): void {
  refusals = [];
  rejected = undefined;
  let thrown: Thrown | undefined;
  const compartment = new Compartment({ globals: { Date: SafeDate, Math: SafeMath }, __options__: true });
  for (const [key, value] of stubs) Object.defineProperty(compartment.globalThis, key, { value, writable: true, enumerable: false, configurable: true });
  const loaded: { exports: Record<string, unknown> } = { exports: {} };
  (compartment.evaluate(`(function (module, exports) {${guest}\n})\n//# sourceURL=guest.js`) as (...a: unknown[]) => void)(loaded, loaded.exports);
  const { $runner, ...offered } = loaded.exports;
  const runner = $runner as Runner;
  runner.connect(capture, name);
  const leitwerk = namespaceOf(offered);
  const sdk = (wanted: unknown): unknown => wanted === 'leitwerk' || (typeof wanted === 'string' && wanted.startsWith('#constructs/')) ? leitwerk : refuse(String(wanted), '', 'import');
  try {
    const module: { exports: { default?: unknown } } = { exports: {} };
    (compartment.evaluate(`${HEAD}${text}\n})\n//# sourceURL=${PROJECT}`) as (...a: unknown[]) => void)(module, module.exports, sdk);
    runner.run(module.exports.default);
  } catch (error) {
    if (!known(error, runner)) thrown = describe(error);
  }
  write({ returned: true });
  onRejection = (error) => { if (!known(error, runner)) rejected ??= describe(error); };
  // What promises still do happens before this; if they never end, the host's time limit does.
  setImmediate(() => {
    const { model, ...rest } = { model: runner.collect(), refusals, ...(thrown ? { thrown } : {}), ...(rejected ? { rejected } : {}) };
    writeSync(1, `{"answer":{"model":${model},${JSON.stringify(rest).slice(1)}}\n`);
  });
}

const known = (error: unknown, runner: Runner): boolean => typeof error === 'object' && error !== null && (refused.has(error) || runner.reported(error));

/** What an import gets: unknown names are reported where they are used. */
function namespaceOf(offered: Record<string, unknown>): object {
  const target = Object.freeze({ ...offered });
  return new Proxy(target, {
    get: (all, key) => {
      if (typeof key !== 'string' || key === '__esModule' || key === 'default' || key === 'then') return undefined;
      return Object.hasOwn(all, key) ? all[key] : refuse(key, nearest(key, Object.keys(all)) ?? '', 'export');
    },
  });
}

// ---- lines ----

const write = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);
let onRejection: (error: unknown) => void = () => undefined;
process.on('unhandledRejection', (error) => onRejection(error));
process.on('uncaughtException', () => process.exit(70));

let buffered = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => {
  buffered += chunk;
  for (let end = buffered.indexOf('\n'); end >= 0; end = buffered.indexOf('\n')) {
    const request = JSON.parse(buffered.slice(0, end)) as Request;
    buffered = buffered.slice(end + 1);
    if (request.guest !== undefined) guest = request.guest;
    if (request.project !== undefined) evaluate(request.project, request.text ?? '');
  }
});
process.stdin.on('end', () => process.exit(0));
write({ ready: true });
