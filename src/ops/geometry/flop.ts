/** The op `flop`: mirror the picture from left to right. */
import * as z from 'zod';
import { defineRemap } from '../lib/remap.ts';

/** Writes the last column first. As sharp's `flop`. Reads and writes each sample once. */
export const flop = defineRemap({
  name: 'flop',
  family: 'geometry',
  summary: 'Mirror the picture from left to right.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],

  map: (_, { width }) => ({ origin: [width - 1, 0], across: [-1, 0], down: [0, 1] }),

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, _, { type }) => (type === 'f32' ? undefined : pipeline.flop()),
});
