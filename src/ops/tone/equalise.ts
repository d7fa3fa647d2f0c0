/** The op `equalise`: spread the levels evenly over the whole range. */
import * as z from 'zod';
import { colorChannels, type Image, pixelCount, type Shape } from '../../core/image.ts';
import { POINT_ENTRY } from '../../core/pass.ts';
import { type PixelType, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import {
  addToColors,
  COUNTED_TILE,
  LEVELS,
  levelOf,
  readLevels,
  readLuma,
} from '../../kernels/pixels/histogram.ts';
import { equaliseChannels, equaliseLuma } from '../../kernels/tone/histogram-equalisation.ts';
import { oneOf } from '../lib/fields.ts';
import type { Op } from '../op.ts';

const params = z.strictObject({
  method: oneOf(
    ['luma', 'channels'],
    'Equalise the luma, which keeps tints, or each colour channel by itself.',
  ),
});

type Params = z.output<typeof params>;

/** Pixels that the reference counts at once. */
const BLOCK = 4096;

/**
 * Histogram equalisation, as OpenCV's `equalizeHist`. With C(v) the number of samples at levels up to v, c the number
 * at the lowest level that occurs, and N the number of all, v becomes `(C(v) - c) / (N - c)` of white: the lowest
 * level becomes black and the highest white. A picture of one level stays as it is. u8 has 256 levels, u16 65536, and
 * f32 65536 over 0..1; floats in the same level become the same, and floats beyond 0..1 count as black and white.
 *
 * `channels` equalises each channel, as Pillow and libvips do, which removes or adds colour casts. `luma` equalises
 * the luma of ITU-R BT.601, an integer for integers, and adds its change to red, green and blue: Cb and Cr stay,
 * except for samples that are limited to black and white. Floats are not limited, and keep their distance beyond
 * 0..1. Alpha stays.
 *
 * Each frame of an animation is equalised by its own levels.
 *
 * Counts are integers, so all backends agree exactly. Reads the picture twice and writes it once; per pixel an
 * addition in shared memory (for u16 and f32 in the GPU's memory) and a look-up. sharp has no such operation.
 */
export const equalise = {
  name: 'equalise' as const,
  family: 'tone',
  aliases: ['equalize'] as const,
  summary: 'Spread the levels evenly over the whole range.',
  kind: 'reduce' as const,
  params,
  positional: ['method'] as const,
  examples: [{}, { method: 'channels' }],
  tolerance: { u8: 0, u16: 0, f32: 1e-6 },
  unitFloats: true,
  nonFinite:
    'NaN stays and is not counted: with `luma` its whole pixel, with `channels` the sample alone. Infinities count as black and white.',

  geometry: (input: Shape): Shape => input,

  reference(input: Image, { method }: Params, output: Image): void {
    if (method === 'luma') equaliseLumaExactly(input, output);
    else equaliseChannelsExactly(input, output);
  },

  kernel(input: Image, { method }: Params, output: Image): Work<void> {
    const equaliseBy = method === 'luma' ? equaliseLuma : equaliseChannels;
    return equaliseBy(input, (counts) => spread(counts, input.type), output);
  },

  lower(input: Shape, { method }: Params) {
    const tables = method === 'luma' ? 1 : colorChannels(input.channels);
    const uniforms = { tables, luma: method === 'luma' ? 1 : 0 };
    const entryParams = { module: 'ops/tone/equalise/params', uniforms };
    const pass = { source: input, goal: input, halo: 0, ledger: tables * LEVELS[input.type] };
    const counting = { ...pass, params: entryParams, stages: [], keeps: true as const };
    const whole = [4 * Math.ceil(input.width / 4), input.height] as const;
    return [
      { ...counting, entry: 'ops/tone/equalise/count', tile: COUNTED_TILE },
      { ...counting, entry: 'ops/tone/equalise/spread', tile: whole },
      {
        ...pass,
        entry: POINT_ENTRY,
        stages: [{ module: 'ops/tone/equalise/apply', uniforms, type: input.type }],
      },
    ];
  },
} satisfies Op<Params>;

function equaliseLumaExactly(input: Image, output: Image): void {
  const counts = new Uint32Array(LEVELS[input.type]);
  eachBlock(input, (first, size) => {
    const levels = new Int32Array(size);
    readLevels(input, first, levels);
    // A level of -1 counts nowhere: typed arrays ignore that index.
    for (const level of levels) (counts[level] as number)++;
  });
  const table = spread(counts, input.type);
  eachBlock(input, (first, size) => {
    const levels = new Int32Array(size);
    const luma = new Float64Array(size);
    readLevels(input, first, levels);
    readLuma(input, first, luma);
    const changes = luma.map((value, i) => (table[levels[i] as number] ?? Number.NaN) - value);
    addToColors(input, output, first, changes);
  });
}

function eachBlock(input: Image, run: (first: number, size: number) => void): void {
  const pixels = pixelCount(input);
  for (let first = 0; first < pixels; first += BLOCK) run(first, Math.min(BLOCK, pixels - first));
}

function equaliseChannelsExactly({ data, channels, type }: Image, { data: to }: Image): void {
  const colors = colorChannels(channels);
  for (let channel = 0; channel < channels; channel++) {
    const counts = new Uint32Array(LEVELS[type]);
    const counted = channel < colors;
    for (let at = channel; counted && at < data.length; at += channels)
      (counts[levelOf(data[at] as number, type)] as number)++;
    const table = spread(counts, type);
    for (let at = channel; at < data.length; at += channels) {
      const sample = data[at] as number;
      const value = counted ? table[levelOf(sample, type)] : undefined;
      to[at] = value === undefined || Number.isNaN(value) ? sample : value;
    }
  }
}

/** The new value of each level; NaN where it stays. */
function spread(counts: Uint32Array, type: PixelType): Float64Array {
  let all = 0;
  for (const count of counts) all += count;
  const lowest = counts.find((count) => count > 0) ?? 0;
  const rest = all - lowest;
  const table = new Float64Array(counts.length).fill(Number.NaN);
  if (rest === 0) return table;
  const white = WHITE[type];
  let upTo = 0;
  for (let level = 0; level < counts.length; level++) {
    upTo += counts[level] as number;
    const above = Math.max(0, upTo - lowest);
    // In integers below 2 ** 53, so that exact halves round up.
    table[level] = type === 'f32' ? above / rest : Math.floor((2 * white * above + rest) / (2 * rest));
  }
  return table;
}
