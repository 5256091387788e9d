// Types are nominal: equal properties do not make a raw manifest of an override.
import { RawManifest, type Override } from 'leitwerk';

export const same = (override: Override): RawManifest => override; // error TS2322: Type 'Override' is not assignable to type 'RawManifest'.
