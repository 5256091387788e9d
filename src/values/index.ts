// Schemas of the values that concepts share; concept files import `leitwerk/values`.
export * from './units.ts';
export { money, type Money } from './money.ts';
export { traffic } from './traffic.ts';
export { access } from './access.ts';
export { secretRef, type SecretRef } from './secret.ts';
