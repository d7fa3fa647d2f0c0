import { z } from 'zod';
import { defineRemap, UNMOVED } from '../lib/remap.ts';

/**
 * The picture as it is. sharp's `autoOrient` turns it as its file's orientation says; Noir does so with
 * every picture while it is decoded. By itself a copy, each sample in and out once.
 */
export const autoOrient = defineRemap({
  name: 'autoOrient',
  family: 'geometry',
  summary: 'Turn the picture upright, which every picture is from the start.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  unlikeSharp:
    'sharp turns the picture as its file says when it is asked to; Noir does so with every picture while it is decoded.',

  map: () => UNMOVED,

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, _, { type }) => (type === 'f32' ? undefined : pipeline.autoOrient()),
});
