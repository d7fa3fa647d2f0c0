/** The ops `dilate` and `erode`: the largest and the smallest sample in a square around each. */
import * as z from 'zod';
import type { Image, Shape } from '../../../core/image.ts';
import type { Pass } from '../../../core/pass.ts';
import type { Work } from '../../../core/turns.ts';
import { nearest } from '../../../kernels/pixels/edges.ts';
import { vanHerkExtremum } from '../../../kernels/rank/van-herk.ts';
import type { Op } from '../../op.ts';

const params = z.strictObject({
  width: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(1)
    .meta({
      description: 'Radius of the window, which is 2 x width + 1 pixels wide and high.',
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
 * The largest or smallest value of each channel, alpha included, in a square around each pixel. Pixels outside the
 * picture do not count, and NaN only if there is nothing else. Grey dilation and erosion as in scikit-image and
 * OpenCV, exact.
 *
 * A column pass and a row pass; each reads the picture once, with the window's radius around each tile, and writes it
 * once. Within a tile the window is doubled: 2 comparisons per pixel and pass for a width of 1, 7 for 50. The CPU
 * doubles along rows, and needs three comparisons along columns at any width.
 *
 * sharp's `dilate` and `erode` work on two-level pictures, and the other way round, so they are not used.
 */
export function defineExtremum<const Name extends string>({ name, summary, sign }: Extremum<Name>) {
  return {
    name,
    family: 'rank' as const,
    aliases: [],
    summary,
    kind: 'area' as const,
    params,
    positional: ['width'] as const,
    examples: [{ width: 1 }, { width: 6 }],
    tolerance: { u8: 0, u16: 0, f32: 0 },
    nonFinite:
      'NaN does not count: the result is NaN only where the whole window is. Infinities are the largest and the smallest values.',
    unlikeSharp:
      "sharp's `dilate` and `erode` work on pictures of two levels, and the other way round: its `dilate` makes dark parts grow. Noir's are the grey dilation and erosion of scikit-image and OpenCV.",

    geometry: (input: Shape): Shape => input,

    reference(input: Image, { width }: Params, output: Image): void {
      const { width: columns, height: rows, channels, data } = input;
      for (let at = 0; at < data.length; at++) {
        const channel = at % channels;
        const x = ((at - channel) / channels) % columns;
        const y = Math.floor(at / channels / columns);
        let best = Number.NaN;
        for (let row = nearest(y - width, rows); row <= nearest(y + width, rows); row++) {
          for (let column = nearest(x - width, columns); column <= nearest(x + width, columns); column++) {
            const value = data[(row * columns + column) * channels + channel] as number;
            if (Number.isNaN(best) || sign * value > sign * best) best = value;
          }
        }
        output.data[at] = best;
      }
    },

    kernel(input: Image, { width }: Params, output: Image): Work<void> {
      return vanHerkExtremum(input, width, sign, output);
    },

    lower(input: Shape, { width: reach }: Params): Pass[] {
      // The picture in between has rows of whole quads, so that the column pass can work in quads.
      const between = { ...input, width: Math.ceil(input.width / 4) * 4 };
      const [column, row] = [tileLine(4 * reach, 16, 256), tileLine(8 * reach, 64, 512)];
      const rowInner = Math.floor((row - 2 * reach) / 4) * 4;
      const columnInner = column - 2 * reach;
      const paramsOf = (source: Shape, line: number, inner: number) => ({
        module: 'ops/rank/extremum/params',
        uniforms: { reach, sign, width: source.width, line, inner },
      });
      return [
        {
          entry: 'ops/rank/extremum/columns',
          tile: [KEYS / column, columnInner],
          params: paramsOf(input, column, columnInner),
          stages: [],
          source: input,
          goal: between,
          halo: reach,
        },
        {
          entry: 'ops/rank/extremum/rows',
          tile: [rowInner, KEYS / row],
          params: paramsOf(between, row, rowInner),
          stages: [],
          source: between,
          goal: input,
          halo: 0,
        },
      ];
    },
  } satisfies Op<Params>;
}

/** Keys of a tile in workgroup memory. */
const KEYS = 1024;

/** Keys of a line of a tile: the first power of two that is at least `wanted`, within bounds. */
function tileLine(wanted: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, 2 ** Math.ceil(Math.log2(wanted))));
}
