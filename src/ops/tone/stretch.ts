/** The op `stretch`: stretch a range of levels, or of percentiles, to the full range in a straight line. */
import * as z from 'zod';
import { invalidParameters } from '../../core/errors.ts';
import { colorChannels, type Image, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { percentilesOf } from '../../kernels/pixels/percentiles.ts';
import { oneOf, spread, unlisted } from '../lib/fields.ts';
import { percentageText } from '../lib/percentage.ts';
import { definePointOp } from '../lib/point.ts';
import type { Op } from '../op.ts';

function end(fallback: string, describe: string) {
  const level = z.number().min(-1e37).max(1e37);
  const percentage = percentageText()
    .refine((text) => Number.parseFloat(text) <= 100, 'a percentage is at most 100')
    .meta({ format: 'percentage', maximum: 100 });
  return z
    .union([level, z.array(level).min(1).max(3), percentage])
    .overwrite(unlisted)
    .default(fallback)
    .meta({ description: describe, unit: 'levels', suggested: [0, 255] });
}

const params = z.strictObject({
  lower: end(
    '0%',
    'Lower end, which becomes 0: one level, a level for each colour channel, or a percentile of the samples (2% or 2p).',
  ),
  upper: end(
    '100%',
    'Upper end, which becomes white: one level, a level for each colour channel, or a percentile of the samples (98% or 98p).',
  ),
  channels: oneOf(
    ['all', 'each'],
    'With percentiles: take those of all colour samples together, which keeps hues, or those of each channel.',
  ),
});

type Params = z.output<typeof params>;

/**
 * `(sample - lower) / (upper - lower)` times white on every colour sample, alpha left alone: a straight line from any
 * range to 0 and white, as `skimage.exposure.rescale_intensity` has it. u8 and u16 cut off what is beyond; f32 keeps it
 * (`clip_0_1` cuts it off). Where lower and upper are the same percentile value, all becomes 0.
 *
 * Percentiles are those of `numpy.percentile`, of finite samples, whatever their alpha. They are found before the step
 * runs, in two passes over the picture on the CPU; the step itself reads and writes each sample once. All frames of an
 * animation, and all pages of a stack, are stretched by the percentiles of all of them together, so that levels stay
 * comparable.
 */
export const stretch = definePointOp({
  name: 'stretch',
  family: 'tone',
  summary: 'Stretch the range between two levels, or two percentiles, linearly to black and white.',
  params,
  positional: ['lower', 'upper', 'channels'],
  examples: [
    { lower: 0.2, upper: 0.7 },
    { lower: [0.1, 0, 0.2], upper: [0.6, 1, 0.5] },
    { lower: '2%', upper: '98p' },
    { channels: 'each' },
  ],
  shown: [{ lower: 40, upper: 200 }, { lower: '2%', upper: '98%' }, { channels: 'each' }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite:
    'NaN and infinities stay what they are, and do not count for percentiles. Infinities become NaN where both percentiles are the same level.',
  channelwise: true,

  geometry(input, { lower, upper }) {
    const [low, high] = [levelsFor('lower', lower, input), levelsFor('upper', upper, input)];
    const isRange = isPercentage(lower) === isPercentage(upper) ? atLeast(lower, upper, low, high) : true;
    if (isRange) return input;
    const reason = `expected less than upper (${upper}), received ${lower}`;
    throw invalidParameters([{ pointer: '/lower', reason }]);
  },

  settle({ lower, upper, channels }) {
    if (!isPercentage(lower) && !isPercentage(upper)) return undefined;
    return function* (...frames: readonly Image[]) {
      const found = [yield* levelsIn(frames, lower, channels), yield* levelsIn(frames, upper, channels)];
      return { op: self(), params: { lower: found[0], upper: found[1], channels } };
    };
  },

  map(settled, input) {
    const { low, range } = rangeOf(settled, input);
    const white = WHITE[input.type];
    return (colors) => {
      for (let at = 0; at < colors.length; at++) {
        const channel = at % 4;
        if (channel === 3) continue;
        const above = (colors[at] as number) - (low[channel] as number);
        const extent = range[channel] as number;
        colors[at] = extent > 0 ? (above * white) / extent : above * 0;
      }
    };
  },

  uniforms(settled, input) {
    const { low, range } = rangeOf(settled, input);
    return { low, scale: range.map((extent) => (extent > 0 ? WHITE[input.type] / extent : 0)) };
  },
});

/** With a type that does not refer to itself. */
function self(): Op {
  return stretch as unknown as Op;
}

type End = Params['lower'];

function isPercentage(end: End): end is string {
  return typeof end === 'string';
}

/** A percentile of all frames as a level, or one for each channel; levels stay. 0 without a finite sample. */
function* levelsIn(
  frames: readonly Image[],
  end: End,
  channels: Params['channels'],
): Work<Exclude<End, string>> {
  if (!isPercentage(end)) return end;
  const [input] = frames as readonly [Image];
  const percent = Number.parseFloat(end);
  const colors = Array.from({ length: colorChannels(input.channels) }, (_, channel) => channel);
  const groups = channels === 'each' ? colors.map((channel) => [channel]) : [colors];
  const levels: number[] = [];
  for (const group of groups) levels.push(...((yield* percentilesOf(frames, group, [percent])) ?? [0]));
  return levels.length === 1 ? (levels[0] as number) : levels;
}

/** Red, green and blue; for a percentile that is not known yet, the ends of the usual range. */
function levelsFor(name: 'lower' | 'upper', end: End, input: Shape): [number, number, number] {
  if (!isPercentage(end)) return spread(name, end, input);
  const level = name === 'lower' ? 0 : WHITE[input.type];
  return [level, level, level];
}

/** Whether a range has any extent, as far as that is known before the picture is. */
function atLeast(lower: End, upper: End, low: readonly number[], high: readonly number[]): boolean {
  if (isPercentage(lower) && isPercentage(upper)) return Number.parseFloat(lower) < Number.parseFloat(upper);
  return low.every((level, channel) => level <= (high[channel] as number));
}

/** What becomes 0, and how much above that becomes white, for each colour. 0 where there is no range. */
function rangeOf({ lower, upper }: Params, input: Shape) {
  const low = levelsFor('lower', lower, input).map(Math.fround);
  const high = levelsFor('upper', upper, input).map(Math.fround);
  return { low, range: low.map((level, channel) => Math.max(0, (high[channel] as number) - level)) };
}
