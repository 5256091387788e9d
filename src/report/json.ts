// Diagnostics for machines: one object, published form 1.
import type { Located } from './located.ts';

export const jsonOf = (diagnostics: readonly Located[]): string => `${JSON.stringify({
  schema: 1,
  diagnostics: diagnostics.map(({ code, severity, what, why, remedies, place, relatedPlaces, at, project, environments, object, waived }) => ({
    code, severity, what, why: why ?? [], remedies: remedies ?? [], place, node: 'node' in at ? at.node : undefined, property: 'node' in at ? at.property : undefined,
    project, environments, object, waived, related: relatedPlaces,
  })),
}, null, 2)}\n`;
