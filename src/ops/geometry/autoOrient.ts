/** The op `autoOrient`: turn the picture upright, as Noir does with every picture. */
import * as z from 'zod';
import { defineRemap, UNMOVED } from '../lib/remap.ts';

/**
 * Leaves the picture as it is: Noir turns every picture upright while it is decoded. sharp's `autoOrient` does so
 * when asked to. By itself a copy.
 */
export const autoOrient = defineRemap({
  name: 'autoOrient',
  family: 'geometry',
  summary: 'Turn the picture upright by its EXIF orientation, as Noir does with every picture.',
  params: z.strictObject({}),
  positional: [],
  examples: [{}],
  unlikeSharp:
    'sharp turns a picture only when it is asked to. Noir turns every picture while it is decoded, so this op changes nothing.',

  changesNothing: () => true,

  map: () => UNMOVED,

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, _, { type }) => (type === 'f32' ? undefined : pipeline.autoOrient()),
});
