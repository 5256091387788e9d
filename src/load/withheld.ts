// What an evaluated project does not have, and what to write instead. Each is a stub that reports the attempt, so that it also counts if it is caught.

const declare = 'declare the value: nothing can be read while a project is evaluated';
const memory = 'declare with lists and objects';
const wait = 'declare without waiting: evaluation is over when the constructor returns';
const text = 'write the text itself; it must not depend on a locale or a library';
const code = 'write the code itself';

/** Name of a global to the advice. Names that are missing in the language of the compartment are here too: the advice beats "undefined". */
export const withheld: Readonly<Record<string, string>> = {
  console: 'remove it; to look at a model, run leitwerk synth and read dist/_projects/<project>/project.json',
  process: 'declare differences between environments with inEnv({ default: ..., production: ... })',
  require: "write import { ... } from 'leitwerk', or import a file of this folder",
  module: 'write export default', exports: 'write export default',
  fetch: declare, XMLHttpRequest: declare, WebSocket: declare, EventSource: declare, navigator: declare, Deno: declare, Bun: declare, global: declare, window: declare, self: declare, document: declare,
  localStorage: declare, sessionStorage: declare, Request: declare, Response: declare, Headers: declare, FormData: declare, Blob: declare, BroadcastChannel: declare, MessageChannel: declare,
  __dirname: declare, __filename: declare, performance: 'write the date itself; time enters by --as-of, and only policies see it',
  crypto: 'write the value itself; a random one would differ in each run', Crypto: 'write the value itself',
  setTimeout: wait, setInterval: wait, setImmediate: wait, queueMicrotask: wait, clearTimeout: wait, clearInterval: wait, clearImmediate: wait, AbortController: wait, AbortSignal: wait, Worker: wait,
  Intl: text, URL: text, URLSearchParams: text, TextEncoder: text, TextDecoder: text, btoa: text, atob: text, structuredClone: 'copy with { ...value }',
  eval: code, Function: code, Compartment: code, lockdown: code, harden: 'remove it; the model is frozen anyway', HandledPromise: code, ModuleSource: code, assert: "throw new Error('...') instead", WebAssembly: code,
  ArrayBuffer: memory, SharedArrayBuffer: memory, DataView: memory, Atomics: memory, Buffer: memory,
  Int8Array: memory, Uint8Array: memory, Uint8ClampedArray: memory, Int16Array: memory, Uint16Array: memory, Int32Array: memory, Uint32Array: memory,
  Float16Array: memory, Float32Array: memory, Float64Array: memory, BigInt64Array: memory, BigUint64Array: memory,
  WeakRef: 'declare without looking at what the memory still holds', FinalizationRegistry: 'declare without looking at what the memory still holds',
};

export const clock = 'write the date itself; time enters by --as-of, and only policies see it';
export const chance = 'write the value itself; a random one would differ in each run';
