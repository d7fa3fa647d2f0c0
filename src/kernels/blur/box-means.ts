/** Box means by running sums in f64, at a cost that does not depend on the radius. */
import { rowsPerYield, type Work } from '../../core/turns.ts';
import type { RowSource } from './separable-convolution.ts';

/**
 * Means over squares of `2 * radius + 1` samples; beyond the edges the nearest one counts. Each row of column sums is
 * made of the row above, and each sum along a row of the one before. `compensated` sums keep what additions lose
 * (Knuth's TwoSum); sums of integers lose nothing.
 */
export function* boxMeans(
  { width, height, channels, load }: RowSource & { readonly height: number },
  compensated: boolean,
  radius: number,
  emit: (line: Float64Array, y: number) => void,
): Work<void> {
  const length = width * channels;
  const move = compensated ? moveWithRests : movePlain;
  const lines = Array.from({ length: 5 }, () => new Float64Array(length));
  const [enter, leave, sums, rests, means] = lines as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const band = rowsPerYield(width);
  const inside = (row: number) => Math.max(0, Math.min(height - 1, row));
  // The window of the row above the first: that one `radius + 2` times, and what comes after it.
  for (let row = 0; row < Math.min(radius, height); row++) {
    load(row, enter);
    const times = (row === 0 ? radius + 2 : 1) + (row === height - 1 ? radius - height : 0);
    for (let at = 0; at < length; at++) enter[at] = (enter[at] as number) * times;
    move(sums, rests, enter, leave);
    if (row % band === 0) yield;
  }
  for (let y = 0; y < height; y++) {
    load(inside(y + radius), enter);
    load(inside(y - radius - 1), leave);
    move(sums, rests, enter, leave);
    const slide = compensated ? slideWithRests : slidePlain;
    for (let channel = 0; channel < channels; channel++) slide(sums, rests, channel, channels, radius, means);
    emit(means, y);
    if (y % band === 0) yield;
  }
}

/** Adds one line to the column sums and subtracts another. */
type Move = (sums: Float64Array, rests: Float64Array, enter: Float64Array, leave: Float64Array) => void;

const movePlain: Move = (sums, _, enter, leave) => {
  for (let at = 0; at < sums.length; at++) {
    sums[at] = (sums[at] as number) + ((enter[at] as number) - (leave[at] as number));
  }
};

const moveWithRests: Move = (sums, rests, enter, leave) => {
  for (let at = 0; at < sums.length; at++) {
    const sum = sums[at] as number;
    const more = sum + (enter[at] as number);
    const less = more - (leave[at] as number);
    const lost = lostOf(sum, enter[at] as number, more) + lostOf(more, -(leave[at] as number), less);
    sums[at] = less;
    rests[at] = (rests[at] as number) + lost;
  }
};

/** The rounding error of `sum = a + b`, exactly: TwoSum, D. Knuth, The Art of Computer Programming 2, 4.2.2. */
function lostOf(a: number, b: number, sum: number): number {
  const added = sum - a;
  return a - (sum - added) + (b - added);
}

/** Computes the means of one channel of a row. */
type Slide = (
  sums: Float64Array,
  rests: Float64Array,
  channel: number,
  channels: number,
  radius: number,
  means: Float64Array,
) => void;

const slidePlain: Slide = (sums, _, channel, channels, radius, means) => {
  const last = sums.length - channels + channel;
  const reach = radius * channels;
  const share = 1 / (2 * radius + 1) ** 2;
  let sum = (radius + 2) * (sums[channel] as number);
  for (let pixel = 1; pixel < radius; pixel++) {
    sum += sums[Math.min(last, channel + pixel * channels)] as number;
  }
  for (let at = channel; at <= last; at += channels) {
    const enter = sums[Math.min(last, at + reach)] as number;
    sum += enter - (sums[Math.max(channel, at - reach - channels)] as number);
    means[at] = sum * share;
  }
};

const slideWithRests: Slide = (sums, rests, channel, channels, radius, means) => {
  const last = sums.length - channels + channel;
  const share = 1 / (2 * radius + 1) ** 2;
  let sum = 0;
  let rest = 0;
  const add = (at: number, times: number) => {
    const term = times * (sums[at] as number);
    const more = sum + term;
    rest += lostOf(sum, term, more) + times * (rests[at] as number);
    sum = more;
  };
  add(channel, radius + 2);
  for (let pixel = 1; pixel < radius; pixel++) add(Math.min(last, channel + pixel * channels), 1);
  for (let at = channel; at <= last; at += channels) {
    add(Math.min(last, at + radius * channels), 1);
    add(Math.max(channel, at - (radius + 1) * channels), -1);
    means[at] = (sum + rest) * share;
  }
};
