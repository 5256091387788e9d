// Every diagnostic of the compiler by its code, for `explain`, SARIF and the manual. The passes import their own table.
import type { Catalogue } from '../catalogue.ts';
import { cel } from './cel.ts';
import { check } from './check.ts';
import { emit } from './emit.ts';
import { load } from './load.ts';
import { model } from './model.ts';
import { platform } from './platform.ts';
import { write } from './write.ts';

const tables = { platform, load, model, emit, check, cel, write } satisfies Readonly<Record<string, Catalogue>>;
export const catalogue: Catalogue = Object.assign({}, ...Object.values(tables)) as Catalogue;
