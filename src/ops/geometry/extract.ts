/** The op `extract`: cut a rectangle out of the picture. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { defineRemap } from '../lib/remap.ts';

/** Larger than any side of a picture that fits in memory, and within the integers of a shader. */
const MAX_SIDE = 1_000_000;

function pixels(min: number, describe: string) {
  return z
    .number()
    .int()
    .min(min)
    .max(MAX_SIDE)
    .meta({ description: describe, unit: 'pixels', suggested: [min, 4000] });
}

/**
 * Cuts out a rectangle, in pixels from the upper left corner. As sharp's `extract`. Reads and writes each sample of
 * it once, and reads no others.
 */
export const extract = defineRemap({
  name: 'extract',
  family: 'geometry',
  summary: 'Crop: cut a rectangle out of the picture.',
  params: z.strictObject({
    left: pixels(0, 'Columns to the left of the rectangle.'),
    top: pixels(0, 'Rows above the rectangle.'),
    width: pixels(1, 'Columns of the rectangle.'),
    height: pixels(1, 'Rows of the rectangle.'),
  }),
  positional: ['left', 'top', 'width', 'height'],
  examples: [
    { left: 0, top: 0, width: 1, height: 1 },
    { left: 2, top: 1, width: 3, height: 2 },
  ],
  shown: [{ left: 40, top: 20, width: 90, height: 70 }],

  geometry(input, { left, top, width, height }) {
    const faults = [
      ...beyond('width', left + width, input.width),
      ...beyond('height', top + height, input.height),
    ];
    if (faults.length > 0) throw invalidParameters(faults);
    return { ...input, width, height };
  },

  // Nothing is cut off in front where the rectangle is as large as the picture.
  changesNothing: (input, { width, height }) => width === input.width && height === input.height,

  map: ({ left, top }) => ({ origin: [left, top], across: [1, 0], down: [0, 1] }),

  sharp(pipeline, rectangle, { type }) {
    // libvips passes floats through its 8-bit colour spaces.
    return type === 'f32' ? undefined : pipeline.extract(rectangle);
  },
});

/** The fault of a rectangle that ends outside the picture, on the side where it does. */
function beyond(side: 'width' | 'height', end: number, limit: number) {
  if (end <= limit) return [];
  const [before, name] = side === 'width' ? ['left', 'wide'] : ['top', 'high'];
  const reason = `expected ${before} + ${side} within a picture ${limit} pixels ${name}, received ${end}`;
  return [{ pointer: `/${side}`, reason }];
}
