/** The op `sobel`: find edges with Sobel's filter. */
import * as z from 'zod';
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { sobelGradient } from '../../kernels/convolve/sobel-gradient.ts';
import { nearest } from '../../kernels/pixels/edges.ts';
import { premultiply } from '../../kernels/pixels/premultiplied.ts';
import { oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  direction: oneOf(
    ['both', 'x', 'y'],
    'Gradient in every direction (both), or along x or y alone. Its sign does not count.',
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
    family: 'convolve',
    aliases: [] as const,
    summary: 'Show edges with the Sobel filter: the faster a colour changes, the brighter.',
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

    kernel(input: Image, { direction }: Params, output: Image): Work<void> {
      return sobelGradient(input, direction, output);
    },

    lower(input: Shape, { direction }: Params) {
      const uniforms = {
        share: direction === 'both' ? [0.5, 0.5] : direction === 'x' ? [1, 0] : [0, 1],
        white: WHITE[input.type],
      };
      return [
        {
          entry: 'ops/convolve/sobel/pixels',
          params: { module: 'ops/convolve/sobel/params', uniforms },
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
