import { z } from 'zod';
import { hasAlpha, type Image, type Shape } from '../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../core/pixel.ts';
import { nearest } from '../kernels/edges.ts';
import { premultiply, readRow } from '../kernels/premultiplied.ts';
import { oneOf } from './fields.ts';
import type { Op } from './op.ts';

const params = z.strictObject({
  direction: oneOf(
    ['both', 'x', 'y'],
    'The gradient whatever its direction, or how fast colours change along x or along y, whatever the sign.',
  ),
});

type Params = z.output<typeof params>;

/** The weights of the rows or columns beside each other, divided by their sum as in scikit-image. */
const SMOOTH = [0.25, 0.5, 0.25] as const;

/**
 * The gradient of each colour channel after I. Sobel: differences of the pixels left and right, and above and
 * below, smoothed by (1, 2, 1) / 4 across. `both` is `sqrt((x^2 + y^2) / 2)`, which is white at most. The
 * pixels of scikit-image's `filters.sobel`; along one axis the absolute value of its `axis` ones, since u8 and
 * u16 hold no negative levels: `convolve` with an offset gives those with their sign. Pixels beyond an edge
 * are like the nearest inside. sharp has no such op.
 *
 * Alpha is kept; colours count as much as they are opaque, as though in front of black. NaN and infinities
 * spread to the pixels around them; floats whose square overflows do so on the GPU.
 *
 * Reads and writes each sample once where caches hold three rows; 12 additions and a root a sample.
 */
export const sobel = defineSobel();

function defineSobel() {
  return {
    name: 'sobel' as const,
    aliases: [] as const,
    summary: 'Show edges: how fast colours change, by the Sobel filter.',
    kind: 'area' as const,
    params,
    positional: ['direction'] as const,
    examples: [{}, { direction: 'x' }, { direction: 'y' }],
    tolerance: { u8: 1, u16: 1, f32: 2e-6 },
    nonFinite: 'NaN and infinities spread to the pixels around, but not from where alpha is 0.',

    geometry: (input: Shape): Shape => input,

    reference(input: Image, { direction }: Params, output: Image): void {
      const { width, height, channels, data } = input;
      const samples = premultiply(input);
      for (let at = 0; at < data.length; at++) {
        const channel = at % channels;
        const x = Math.floor(at / channels) % width;
        const y = Math.floor(at / channels / width);
        const sample = (dx: number, dy: number) =>
          samples[(nearest(y + dy, height) * width + nearest(x + dx, width)) * channels + channel] as number;
        let [across, down] = [0, 0];
        for (const [index, weight] of SMOOTH.entries()) {
          across += weight * (sample(1, index - 1) - sample(-1, index - 1));
          down += weight * (sample(index - 1, 1) - sample(index - 1, -1));
        }
        const value = magnitude(across, down, direction);
        output.data[at] = isAlpha(channel, input)
          ? (data[at] as number)
          : roundLevel(value, LEVEL_LIMIT[input.type]);
      }
    },

    kernel(input: Image, { direction }: Params, output: Image): void {
      const { width, height, channels, data, type } = input;
      const length = (width + 2) * channels;
      const rows = Array.from({ length: 3 }, () => new Float64Array(length));
      const rowAt = (y: number) => rows[y % 3] as Float64Array;
      const [smooth, change] = [new Float64Array(length), new Float64Array(length)];
      readRow(input, 0, 1, rowAt(0));
      for (let y = 0; y < height; y++) {
        if (y + 1 < height) readRow(input, y + 1, 1, rowAt(y + 1));
        const [above, below] = [rowAt(Math.max(0, y - 1)), rowAt(Math.min(height - 1, y + 1))];
        sumColumns(above, rowAt(y), below, smooth, change);
        const first = y * width * channels;
        const line = output.data.subarray(first, first + width * channels);
        if (direction === 'both') mixBoth(smooth, change, line, channels, LEVEL_LIMIT[type]);
        else mixOne(direction === 'x' ? smooth : change, line, channels, direction, LEVEL_LIMIT[type]);
        if (!hasAlpha(channels)) continue;
        for (let at = channels - 1; at < line.length; at += channels) line[at] = data[first + at] as number;
      }
    },

    lower(input: Shape, { direction }: Params) {
      const uniforms = {
        share: direction === 'both' ? [0.5, 0.5] : direction === 'x' ? [1, 0] : [0, 1],
        white: WHITE[input.type],
      };
      return [
        {
          entry: 'ops/sobel/pixels',
          params: { module: 'ops/sobel/params', uniforms },
          rounded: input.type,
          stages: [],
          source: input,
          goal: input,
          halo: 1,
        },
      ];
    },
  } satisfies Op<Params>;
}

function isAlpha(channel: number, { channels }: Shape): boolean {
  return hasAlpha(channels) && channel === channels - 1;
}

function magnitude(across: number, down: number, direction: Params['direction']): number {
  if (direction === 'both') return Math.sqrt((across * across + down * down) / 2);
  return Math.abs(direction === 'x' ? across : down);
}

/** Four times the smoothed column, and the difference of its ends. */
function sumColumns(
  above: Float64Array,
  middle: Float64Array,
  below: Float64Array,
  smooth: Float64Array,
  change: Float64Array,
): void {
  for (let at = 0; at < smooth.length; at++) {
    const [top, bottom] = [above[at] as number, below[at] as number];
    smooth[at] = top + 2 * (middle[at] as number) + bottom;
    change[at] = bottom - top;
  }
}

function mixBoth(
  smooth: Float64Array,
  change: Float64Array,
  line: Image['data'],
  channels: number,
  limit: number,
): void {
  for (let at = 0; at < line.length; at++) {
    const [mid, right] = [at + channels, at + 2 * channels];
    const across = (smooth[right] as number) - (smooth[at] as number);
    const down = (change[at] as number) + 2 * (change[mid] as number) + (change[right] as number);
    line[at] = roundLevel(Math.sqrt((across * across + down * down) / 32), limit);
  }
}

/** Along x from smoothed columns, along y from their differences. */
function mixOne(
  from: Float64Array,
  line: Image['data'],
  channels: number,
  direction: 'x' | 'y',
  limit: number,
): void {
  for (let at = 0; at < line.length; at++) {
    const [left, right] = [from[at] as number, from[at + 2 * channels] as number];
    const sum = direction === 'x' ? right - left : left + 2 * (from[at + channels] as number) + right;
    line[at] = roundLevel(Math.abs(sum) / 4, limit);
  }
}
