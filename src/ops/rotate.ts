import { z } from 'zod';
import { invalidParameters } from '../core/errors.ts';
import type { Extent } from '../core/image.ts';
import { number } from './fields.ts';
import { defineRemap, type PixelMap, UNMOVED } from './remap.ts';

/** Quarter turns to the right by 0 to 3 of them. */
const TURNS: readonly ((extent: Extent) => PixelMap)[] = [
  () => UNMOVED,
  ({ height }) => ({ origin: [0, height - 1], across: [0, -1], down: [1, 0] }),
  ({ width, height }) => ({ origin: [width - 1, height - 1], across: [-1, 0], down: [0, -1] }),
  ({ width }) => ({ origin: [width - 1, 0], across: [0, 1], down: [-1, 0] }),
];

/** Quarter turns in an angle, 0 to 3. Throws `invalid-parameter` for what is between them. */
function quarterTurns(angle: number): number {
  if (angle % 90 !== 0) {
    const reason = `expected a multiple of 90, received ${angle}`;
    throw invalidParameters([{ pointer: '/angle', reason }]);
  }
  return (((angle / 90) % 4) + 4) % 4;
}

/** Quarter turns, exact. As sharp's `rotate` with such angles. */
export const rotate = defineRemap({
  name: 'rotate',
  summary: 'Turn the picture by quarters.',
  params: z.strictObject({
    angle: number({
      unit: 'degrees',
      min: -3600,
      max: 3600,
      default: 0,
      suggested: [-180, 180],
      describe: 'Multiple of 90; positive turns to the right.',
    }),
  }),
  positional: ['angle'],
  examples: [{ angle: 90 }, { angle: 180 }, { angle: -90 }, { angle: 360 }],

  geometry(input, { angle }) {
    const { width, height } = input;
    return quarterTurns(angle) % 2 === 0 ? input : { ...input, width: height, height: width };
  },

  map: ({ angle }, input) => (TURNS[quarterTurns(angle)] as (typeof TURNS)[0])(input),

  // libvips passes floats through its 8-bit colour spaces.
  sharp: (pipeline, { angle }, { type }) => (type === 'f32' ? undefined : pipeline.rotate(angle)),
});
