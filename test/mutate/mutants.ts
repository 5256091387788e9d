// The declared list of breakages: what follows from the schemas, and what only people know to be wrong.
import type { ConceptInfo } from '../../src/model/concepts.ts';
import { derived } from './derived.ts';
import { meant } from './meant.ts';
import type { Mutant } from './mutant.ts';

export const mutants = (info: Readonly<Record<string, ConceptInfo>>): readonly Mutant[] => [...meant, ...Object.values(info).flatMap((c) => [...derived(c, Object.keys(info))])];
