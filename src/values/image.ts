// Container images and the environment of their containers.
import * as z from 'zod';
import { secretRef } from './secret.ts';

/** Container image, pinned by digest. */
export const image = () => z.string().regex(/^[a-z0-9][a-z0-9.:/_-]*@sha256:[0-9a-f]{64}$/);
/** Environment variables that are filled from secrets. */
export const secretVariables = () => z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), secretRef());
