/** The op `stats`: answer with statistics of the picture as JSON. */
import * as z from 'zod';
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { byteSamples, dominantColor, grayLevels, sharpnessOf } from '../../kernels/pixels/gray-levels.ts';
import { type ChannelStats, channelStats, countLevels } from '../../kernels/statistics/channel-stats.ts';
import { entropyOf } from '../../math/entropy.ts';
import { unchanged } from '../lib/unchanged.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  bins: z
    .number()
    .int()
    .min(0)
    .max(65536)
    .default(256)
    .meta({
      description:
        'Number of bins in the histogram of each channel; 0 for no histogram. They reach from black to white, for floats from the smallest sample to the largest.',
      unit: 'bins',
      suggested: [0, 256],
    }),
});

type Params = z.output<typeof params>;

/**
 * Reports statistics in place of the picture: sharp's `stats`, by the same names, with the picture's shape and
 * histograms. Channels are described in the pixel type's own levels. `entropy` (bits of the gray values), `sharpness`
 * (standard deviation of their Laplacian) and `dominant` (the fullest of 4096 bins of colours) are in 8 bits for
 * every pixel type, so that pictures can be compared: floats count from 0 to 1 there, and `stretch` brings others to
 * that. Alpha does not count for these.
 *
 * The places of the smallest and the largest value are the first ones, row by row; sharp's depend on which of its
 * threads finishes first. `histogramRange` tells where a histogram begins and ends: at 0 and white, with floats at the
 * smallest and the largest sample. `percentiles` are those of `numpy.percentile`, of 1, 2, 5, 25, 50, 75, 95, 98 and 99
 * percent. `stdev` divides by n - 1, as sharp's does; NumPy's divides by n. Samples that are NaN
 * or infinite are left out and counted as `notFinite`; a value without any sample is null. The standard deviation of
 * a single pixel is 0. Integers are counted by level first, so their sums are exact.
 *
 * Reads every sample up to seven times for its channel, and pixels three times more; writes nothing.
 *
 * Of an animation it reports one frame: the first, or the one that `page` names.
 */
export const stats = defineStats();

function defineStats() {
  return {
    ...unchanged,
    name: 'stats' as const,
    family: 'statistics',
    aliases: [] as const,
    summary: 'Answer with statistics of the picture as JSON.',
    kind: 'reduce' as const,
    params,
    positional: ['bins'] as const,
    examples: [{}],
    nonFinite: 'NaN and infinities are left out, and counted as `notFinite`.',
    answer: {
      'width, height, type': 'the extent in pixels, and the pixel type',
      channels: "one object for each channel, alpha too, in the pixel type's own levels",
      'channels: min, max, mean, stdev':
        'the smallest and the largest sample, the mean, and the standard deviation (divided by n - 1)',
      'channels: minX, minY, maxX, maxY':
        'the places of the smallest and the largest sample, the first ones row by row',
      'channels: percentiles':
        'the percentiles of 1, 2, 5, 25, 50, 75, 95, 98 and 99, as of `numpy.percentile`',
      'channels: sum, squaresSum': 'the sum of the samples and of their squares',
      'channels: notFinite': 'the number of samples that are NaN or infinite; they count for nothing else',
      'channels: histogram, histogramRange':
        'the number of samples in each bin, and the levels where the first bin begins and the last one ends',
      isOpaque: 'whether all pixels are opaque',
      entropy: 'the entropy of the gray values, in bits',
      sharpness: 'the standard deviation of the Laplacian of the gray values',
      dominant: 'the most frequent colour as `{ r, g, b }`: the fullest of 4096 bins',
    },
    unlikeSharp:
      "In sharp, the places of the smallest and the largest value depend on which thread finishes first. Here they are the first ones, row by row. NaN and infinities make sharp's sums NaN. Here they are left out.",

    *report(image: Image, { bins }: Params) {
      const { width, height, channels, type } = image;
      const bytes = yield* byteSamples(image);
      const gray = yield* grayLevels(bytes, channels);
      const grayImage = { width, height, channels: 1, type: 'u8', space: image.space, data: gray } as const;
      const told: ChannelStats[] = [];
      for (let at = 0; at < channels; at++) told.push(yield* channelStats(image, at, bins));
      return {
        width,
        height,
        type,
        channels: told,
        isOpaque: yield* isOpaque(image),
        entropy: entropyOf(yield* countLevels(grayImage, 0)),
        sharpness: yield* sharpnessOf(gray, image),
        dominant: yield* dominantColor(bytes, channels),
      };
    },
  } satisfies Op<Params>;
}

/** Pixels between two yields. */
const STRETCH = 2 ** 16;

/** Whether every pixel's alpha is white. */
function* isOpaque({ data, channels, type }: Image): Work<boolean> {
  if (!hasAlpha(channels)) return true;
  for (let at = channels - 1; at < data.length; at += channels) {
    if (!((data[at] as number) >= WHITE[type])) return false;
    if ((at + 1) % (STRETCH * channels) === 0) yield;
  }
  return true;
}
