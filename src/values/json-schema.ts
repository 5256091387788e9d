// A JSON Schema as an author writes it: for answers of models and arguments of tools.
import * as z from 'zod';

/** An object schema of JSON Schema 2020-12, held in the model as it is. */
export const jsonSchema = () => z.looseObject({ type: z.literal('object'), properties: z.record(z.string(), z.looseObject({})), required: z.array(z.string()).optional() });
