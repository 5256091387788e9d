// Content digests; the one place that names the algorithm.
import crypto from 'node:crypto';

/** Since Node 20.12 there is a digest in one call, which costs a third for small texts. */
export const sha256: (text: string | Uint8Array) => string = typeof crypto.hash === 'function' ? (text) => crypto.hash('sha256', text, 'hex') : (text) => crypto.createHash('sha256').update(text).digest('hex');
