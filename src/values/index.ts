// Schemas of the values that concepts share; concept files import `leitwerk/values`.
export * from './units.ts';
export { money, type Money } from './money.ts';
export { tokenPrice } from './price.ts';
export { traffic } from './traffic.ts';
export { access } from './access.ts';
export { secretRef, type SecretRef } from './secret.ts';
export { connection } from './connection.ts';
export { image, secretVariables } from './image.ts';
export { breaker, limits, modelLimits, retries, scaling } from './resilience.ts';
export { apiVersion, kind, objectName } from './kubernetes.ts';
export { jsonSchema } from './json-schema.ts';
