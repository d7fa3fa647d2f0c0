/** The op `pixelate`: replace squares of pixels by their mean. */
import * as z from 'zod';
import { type Extent, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { notingHoles, type Pass } from '../../core/pass.ts';
import { LEVEL_LIMIT, roundLevel } from '../../core/pixel.ts';
import { rowsPerYield, toEnd, type Work } from '../../core/turns.ts';
import { leastLeft, type Mixing, mixAroundHoles } from '../../kernels/pixels/holes.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  size: z
    .number()
    .int()
    .min(2)
    .max(1000)
    .default(8)
    .meta({ description: 'Width and height of a block.', unit: 'pixels', suggested: [2, 64] }),
});

type Params = z.output<typeof params>;

/**
 * Blocks of the mean of what they hold. The first lies in the corner at the top left; those that the
 * edges cut off take the mean of what is left. sharp has no such thing.
 *
 * With alpha, colours count as much as they are opaque, a block without alpha is black, and alpha below
 * 0 counts as 0. NaN is a hole. Infinities spread to their block, but not from where alpha is 0.
 *
 * Means down the columns, then along the rows, in floats between; then every pixel takes its block's.
 * The picture is read once and written once, whatever the size.
 */
export const pixelate = {
  name: 'pixelate' as const,
  family: 'resize',
  aliases: [] as const,
  summary: 'Show the picture in square blocks of one colour each.',
  kind: 'area' as const,
  params,
  positional: ['size'] as const,
  examples: [{ size: 2 }, { size: 5 }, { size: 40 }],
  shown: [{ size: 8 }],
  tolerance: { u8: 1, u16: 2, f32: 1e-5 },
  nonFinite:
    'NaN is a hole: a block is the mean of its other samples. An infinity spreads over its block, unless its alpha is 0 or less.',

  geometry: (input: Shape): Shape => input,

  reference(input: Image, { size }: Params, output: Image): void {
    toEnd(mixAroundHoles(input, output, mixingBy(pixelateExactly, size)));
  },

  kernel(input: Image, { size }: Params, output: Image): Work<void> {
    return mixAroundHoles(input, output, mixingBy(pixelateQuickly, size));
  },

  lower(input: Shape, { size }: Params): Pass[] {
    const flat = { ...input, height: Math.ceil(input.height / size), type: 'f32' } as const;
    const small = { ...flat, width: Math.ceil(input.width / size) };
    const uniforms = {
      size,
      extent: [input.width, input.height],
      by_alpha: hasAlpha(input.channels) ? 1 : 0,
    };
    const pass = { params: { module: 'ops/resize/pixelate/params', uniforms }, stages: [] };
    const middle = (size - 1) / 2;
    return [
      {
        ...pass,
        entry: 'ops/resize/pixelate/columns',
        ...notingHoles(input),
        source: input,
        goal: flat,
        rows: { scale: size, offset: middle },
        halo: middle,
      },
      { ...pass, entry: 'ops/resize/pixelate/rows', source: flat, goal: small, halo: 0 },
      {
        ...pass,
        entry: 'ops/resize/pixelate/blocks',
        rounded: input.type,
        source: small,
        goal: input,
        rows: { scale: 1 / size, offset: 0 },
        halo: 1,
      },
    ];
  },
} satisfies Op<Params>;

type Pixelate = (input: Image, size: number, output: Image) => unknown | Work<unknown>;

function mixingBy(pixelate: Pixelate, size: number): Mixing {
  return {
    mix: (input, output) => pixelate(input, size, output),
    weigh: (plane, output) => pixelate(plane, size, output),
    least: leastLeft(1 / size ** 2),
    byAlpha: true,
  };
}

function pixelateExactly(input: Image, size: number, output: Image): void {
  for (let top = 0; top < input.height; top += size) {
    for (let left = 0; left < input.width; left += size) {
      const width = Math.min(size, input.width - left);
      const height = Math.min(size, input.height - top);
      const mean = meanOf(input, left, top, { width, height });
      for (let y = top; y < top + height; y++) {
        for (let x = left; x < left + width; x++) {
          output.data.set(mean, (y * input.width + x) * input.channels);
        }
      }
    }
  }
}

/** The result is whether all means are finite. */
function* pixelateQuickly(input: Image, size: number, output: Image): Work<boolean> {
  let allFinite = true;
  const columns = Math.ceil(input.width / size);
  const sums = new Float64Array(columns * input.channels);
  const band = rowsPerYield(input.width);
  for (let top = 0; top < input.height; top += size) {
    const bottom = Math.min(input.height, top + size);
    sums.fill(0);
    for (let y = top; y < bottom; y++) {
      addRow(input, y, size, sums);
      if (y % band === 0) yield;
    }
    takeMeans(sums, input, size, bottom - top);
    if (input.type === 'f32') allFinite &&= sums.every(Number.isFinite);
    yield* spreadRows(sums, output, size, top, bottom);
  }
  return allFinite;
}

/** The samples of a block's mean. */
function meanOf({ data, width, channels, type }: Image, left: number, top: number, block: Extent): number[] {
  const alphaAt = hasAlpha(channels) ? channels - 1 : -1;
  const sums = new Array<number>(channels).fill(0);
  for (let y = top; y < top + block.height; y++) {
    for (let x = left; x < left + block.width; x++) {
      const pixel = [...data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)];
      const weight = alphaAt < 0 ? 1 : Math.max(0, pixel[alphaAt] as number);
      if (weight === 0) continue;
      pixel.forEach((sample, channel) => {
        sums[channel] = (sums[channel] as number) + (channel === alphaAt ? weight : sample * weight);
      });
    }
  }
  const pixels = block.width * block.height;
  const total = alphaAt < 0 ? pixels : (sums[alphaAt] as number);
  return sums.map((sum, channel) => {
    const mean = channel === alphaAt ? sum / pixels : total === 0 ? 0 : sum / total;
    return roundLevel(mean, LEVEL_LIMIT[type]);
  });
}

/** Adds a row's samples to those of the blocks that they lie in. */
function addRow({ data, width, channels }: Image, y: number, size: number, sums: Float64Array): void {
  const alphaAt = hasAlpha(channels) ? channels - 1 : channels;
  let from = y * width * channels;
  for (let left = 0, to = 0; left < width; left += size, to += channels) {
    const end = from + Math.min(size, width - left) * channels;
    for (; from < end; from += channels) {
      const weight = alphaAt < channels ? Math.max(0, data[from + alphaAt] as number) : 1;
      if (weight === 0) continue;
      for (let channel = 0; channel < alphaAt; channel++) {
        sums[to + channel] = (sums[to + channel] as number) + (data[from + channel] as number) * weight;
      }
      if (alphaAt < channels) sums[to + alphaAt] = (sums[to + alphaAt] as number) + weight;
    }
  }
}

/** Turns the sums of blocks so many rows high into their means, rounded. */
function takeMeans(sums: Float64Array, { width, channels, type }: Image, size: number, rows: number): void {
  const alphaAt = hasAlpha(channels) ? channels - 1 : channels;
  for (let left = 0, at = 0; left < width; left += size, at += channels) {
    const pixels = Math.min(size, width - left) * rows;
    const total = alphaAt < channels ? (sums[at + alphaAt] as number) : pixels;
    for (let channel = 0; channel < channels; channel++) {
      const sum = sums[at + channel] as number;
      const mean = channel === alphaAt ? sum / pixels : total === 0 ? 0 : sum / total;
      sums[at + channel] = roundLevel(mean, LEVEL_LIMIT[type]);
    }
  }
}

/** Writes rows of blocks: one of them, and copies. */
function* spreadRows(
  means: Float64Array,
  { data, width, channels }: Image,
  size: number,
  top: number,
  bottom: number,
): Work<void> {
  const length = width * channels;
  let at = top * length;
  for (let left = 0, from = 0; left < width; left += size, from += channels) {
    const end = at + Math.min(size, width - left) * channels;
    for (let channel = 0; at < end; at++) {
      data[at] = means[from + channel] as number;
      channel = channel + 1 === channels ? 0 : channel + 1;
    }
  }
  const band = rowsPerYield(width);
  for (let y = top + 1; y < bottom; y++) {
    data.copyWithin(y * length, top * length, (top + 1) * length);
    if (y % band === 0) yield;
  }
}
