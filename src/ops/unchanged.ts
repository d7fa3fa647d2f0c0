import type { Image, Shape } from '../core/image.ts';
import { extract } from './extract.ts';

/** The members of an op that leaves the picture as it is, or stands for another one until it is settled. */
export const unchanged = {
  tolerance: { u8: 0, u16: 0, f32: 0 },

  geometry: (input: Shape): Shape => input,

  reference(input: Image, _: unknown, output: Image): void {
    output.data.set(input.data);
  },

  lower: (input: Shape) =>
    extract.lower(input, { left: 0, top: 0, width: input.width, height: input.height }),
} as const;
