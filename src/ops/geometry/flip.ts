/** The op `flip`: mirror the picture from top to bottom. */
import * as z from 'zod';
import { defineRemap } from '../lib/remap.ts';

/** Writes the last row first. As sharp's `flip`. Reads and writes each sample once. */
export const flip = defineRemap({
  name: 'flip',
  family: 'geometry',
  summary: 'Mirror the picture from top to bottom.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],

  map: (_, { height }) => ({ origin: [0, height - 1], across: [1, 0], down: [0, -1] }),

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, _, { type }) => (type === 'f32' ? undefined : pipeline.flip()),
});
