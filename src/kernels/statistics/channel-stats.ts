/** Statistics of one channel, for `stats`. */
import type { Image } from '../../core/image.ts';
import { type Samples, WHITE } from '../../core/pixel.ts';
import type { Work } from '../../core/turns.ts';
import { percentilesOf } from '../pixels/percentiles.ts';

/** Statistics in the pixel type's own levels. Null if the channel has no finite sample. */
export interface ChannelStats {
  readonly min: number | null;
  readonly max: number | null;
  readonly sum: number;
  readonly squaresSum: number;
  readonly mean: number | null;
  /** The sample standard deviation: divided by one less than the number of pixels. 0 for one pixel. */
  readonly stdev: number | null;
  /** The first pixel with the smallest value, and with the largest, row by row from the top. */
  readonly minX: number | null;
  readonly minY: number | null;
  readonly maxX: number | null;
  readonly maxY: number | null;
  /** How many samples are NaN or infinite. They count for nothing else. */
  readonly notFinite: number;
  /** The levels below which so many percent of the samples lie, by the percentage. Null without a finite sample. */
  readonly percentiles: Readonly<Record<string, number>> | null;
  readonly histogram?: readonly number[];
  /** Where the first bin begins and the last one ends: 0 and white, or the range of the floats that are there. */
  readonly histogramRange?: readonly [from: number, to: number] | null;
}

/** The percentiles that are reported. */
const PERCENTS = [1, 2, 5, 25, 50, 75, 95, 98, 99];

/** The sums of the first pass, before the mean is known. */
interface Sums {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  readonly squaresSum: number;
}

/** The statistics of a channel without a finite sample. */
const NOTHING = {
  mean: null,
  stdev: null,
  min: null,
  max: null,
  minX: null,
  minY: null,
  maxX: null,
  maxY: null,
  percentiles: null,
};

export function* channelStats(image: Image, channel: number, bins: number): Work<ChannelStats> {
  const { data, width, height, channels } = image;
  const counts = data instanceof Float32Array ? undefined : yield* countLevels(image, channel);
  const sums = counts ? sumLevels(counts) : yield* sumFloats(data, channel, channels);
  const { count, min, max, sum, squaresSum } = sums;
  const range: Range = counts ? [0, counts.length - 1] : [min, max];
  const histogram = counts ? binLevels(counts, bins) : yield* binFloats(data, channel, channels, bins, range);
  const notFinite = width * height - count;
  const common = {
    sum,
    squaresSum,
    notFinite,
    ...(bins > 0 && { histogram, histogramRange: count > 0 ? range : null }),
  };
  if (count === 0) return { ...NOTHING, ...common };
  const mean = sum / count;
  const spread = counts ? spreadOfLevels(counts, mean) : yield* spreadOfFloats(data, channel, channels, mean);
  const minAt = yield* find(data, channel, channels, min);
  const maxAt = yield* find(data, channel, channels, max);
  return {
    min,
    max,
    mean,
    stdev: Math.sqrt(spread / Math.max(1, count - 1)),
    minX: minAt % width,
    minY: Math.floor(minAt / width),
    maxX: maxAt % width,
    maxY: Math.floor(maxAt / width),
    percentiles: yield* percentiles(image, channel),
    ...common,
  };
}

function* percentiles(image: Image, channel: number): Work<Record<string, number> | null> {
  const levels = yield* percentilesOf([image], [channel], PERCENTS);
  return levels ? Object.fromEntries(PERCENTS.map((percent, at) => [percent, levels[at] as number])) : null;
}

/** Pixels between two yields. */
const STRETCH = 2 ** 16;

/** Visits a channel's samples in order: those between `first` and `end` that are `channels` apart. */
function* eachStretch(
  { length }: Samples,
  channel: number,
  channels: number,
  visit: (first: number, end: number) => void,
): Work<void> {
  for (let first = channel; first < length; first += STRETCH * channels) {
    visit(first, Math.min(length, first + STRETCH * channels));
    yield;
  }
}

/** The first pixel whose sample is `value`, which must occur. */
function* find(data: Samples, channel: number, channels: number, value: number): Work<number> {
  let at = channel;
  while (data[at] !== value) {
    at += channels;
    if ((at - channel) % (STRETCH * channels) === 0) yield;
  }
  return (at - channel) / channels;
}

/** How often each level of an integer type occurs. */
export function* countLevels({ data, channels, type }: Image, channel: number): Work<Uint32Array> {
  const counts = new Uint32Array(WHITE[type] + 1);
  yield* eachStretch(data, channel, channels, (first, end) => {
    for (let at = first; at < end; at += channels) {
      const level = data[at] as number;
      counts[level] = (counts[level] as number) + 1;
    }
  });
  return counts;
}

function sumLevels(counts: Uint32Array): Sums {
  let [count, min, max, sum, squaresSum] = [0, Infinity, -Infinity, 0, 0];
  for (let level = 0; level < counts.length; level++) {
    const times = counts[level] as number;
    if (times === 0) continue;
    count += times;
    min = Math.min(min, level);
    max = level;
    sum += times * level;
    squaresSum += times * level * level;
  }
  return { count, min, max, sum, squaresSum };
}

function spreadOfLevels(counts: Uint32Array, mean: number): number {
  let spread = 0;
  for (let level = 0; level < counts.length; level++)
    spread += (counts[level] as number) * (level - mean) ** 2;
  return spread;
}

function binLevels(counts: Uint32Array, bins: number): number[] {
  const histogram = new Array<number>(bins).fill(0);
  if (bins === 0) return histogram;
  for (let level = 0; level < counts.length; level++) {
    const bin = Math.floor((level * bins) / counts.length);
    histogram[bin] = (histogram[bin] as number) + (counts[level] as number);
  }
  return histogram;
}

function* sumFloats(data: Samples, channel: number, channels: number): Work<Sums> {
  let [count, min, max, sum, squaresSum] = [0, Infinity, -Infinity, 0, 0];
  yield* eachStretch(data, channel, channels, (first, end) => {
    for (let at = first; at < end; at += channels) {
      const value = data[at] as number;
      if (value - value !== 0) continue;
      count++;
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
      squaresSum += value * value;
    }
  });
  return { count, min, max, sum, squaresSum };
}

/** Sums squares around the mean: the difference of two large sums would lose a small spread. */
function* spreadOfFloats(data: Samples, channel: number, channels: number, mean: number): Work<number> {
  let spread = 0;
  yield* eachStretch(data, channel, channels, (first, end) => {
    for (let at = first; at < end; at += channels) {
      const apart = (data[at] as number) - mean;
      if (apart - apart === 0) spread += apart * apart;
    }
  });
  return spread;
}

type Range = readonly [from: number, to: number];

/** Bins of equal width over a range that holds all finite samples. */
function* binFloats(
  data: Samples,
  channel: number,
  channels: number,
  bins: number,
  [from, to]: Range,
): Work<number[]> {
  const histogram = new Uint32Array(bins);
  if (bins === 0) return [];
  yield* eachStretch(data, channel, channels, (first, end) => {
    for (let at = first; at < end; at += channels) {
      const value = data[at] as number;
      if (value - value !== 0) continue;
      const bin = to > from ? Math.min(bins - 1, Math.floor(((value - from) / (to - from)) * bins)) : 0;
      histogram[bin] = (histogram[bin] as number) + 1;
    }
  });
  return [...histogram];
}
