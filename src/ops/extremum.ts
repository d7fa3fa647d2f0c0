import { z } from 'zod';
import { createImage, type Image, type Shape } from '../core/image.ts';
import type { Op } from './op.ts';
import { slideExtremum } from './sliding.ts';

const params = z.strictObject({
  width: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(1)
    .meta({
      description: 'Pixels on each side of the middle one: the window is 2 x width + 1 pixels wide and high.',
      unit: 'pixels',
      suggested: [1, 10],
    }),
});

type Params = z.output<typeof params>;

interface Extremum<Name extends string> {
  readonly name: Name;
  readonly summary: string;
  /** 1 for the largest value, -1 for the smallest. */
  readonly sign: 1 | -1;
}

/**
 * The largest or smallest value of each channel, alpha as well, over a square around each pixel; what
 * lies outside of the picture does not count, and neither does NaN unless there is nothing else. As
 * grey dilation and erosion in scikit-image and OpenCV, and exact.
 *
 * A row pass and a column pass: each reads 2 x width + 1 samples and writes one.
 *
 * sharp's `dilate` and `erode` work on the bits of two-level pictures, the other way round, and so have
 * no part in it.
 */
export function defineExtremum<const Name extends string>({ name, summary, sign }: Extremum<Name>) {
  return {
    name,
    aliases: [],
    summary,
    kind: 'area' as const,
    params,
    positional: ['width'] as const,
    examples: [{ width: 1 }, { width: 6 }],
    tolerance: { u8: 0, u16: 0, f32: 0 },

    geometry: (input: Shape): Shape => input,

    reference(input: Image, { width }: Params, output: Image): void {
      const { width: columns, height: rows, channels, data } = input;
      const clamp = (value: number, end: number) => Math.max(0, Math.min(end - 1, value));
      for (let at = 0; at < data.length; at++) {
        const channel = at % channels;
        const x = ((at - channel) / channels) % columns;
        const y = Math.floor(at / channels / columns);
        let best = Number.NaN;
        for (let row = clamp(y - width, rows); row <= clamp(y + width, rows); row++) {
          for (let column = clamp(x - width, columns); column <= clamp(x + width, columns); column++) {
            const value = data[(row * columns + column) * channels + channel] as number;
            if (Number.isNaN(best) || sign * value > sign * best) best = value;
          }
        }
        output.data[at] = best;
      }
    },

    // The window's area costs 10,000 reads a sample at the largest width; this costs 6 at any.
    kernel(input: Image, { width }: Params, output: Image): void {
      const { width: columns, height: rows, channels } = input;
      const between = createImage(input);
      for (let row = 0; row < rows; row++) {
        const first = row * columns * channels;
        const line = { first, count: columns, length: channels };
        slideExtremum(input.data, between.data, line, width, sign);
      }
      const lines = { first: 0, count: rows, length: columns * channels };
      slideExtremum(between.data, output.data, lines, width, sign);
    },

    lower(input: Shape, { width }: Params) {
      const entryParams = { module: 'ops/extremum/params', uniforms: { reach: width, sign } };
      const pass = { params: entryParams, stages: [], source: input, goal: input };
      return [
        { ...pass, entry: 'ops/extremum/rows', halo: 0 },
        { ...pass, entry: 'ops/extremum/columns', halo: width },
      ];
    },
  } satisfies Op<Params>;
}
