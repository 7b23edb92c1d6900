// The encoders: every way to encode that the bench knows, by the name of the decoder that undoes it.
import type { Variant } from '../traced.ts';
import { dense } from './dense.ts';
import { escapes } from './escapes.ts';
import { insertions } from './insertions.ts';

export const variants: readonly Variant[] = [...dense, ...escapes, ...insertions];

/** In the order of the table. */
export const decoderNames: readonly string[] = [...new Set(variants.map(({ decoder }) => decoder))];
