import type { Image } from '../core/image.ts';

/** Levels of a coarse bin, and the number of these. */
const BINS = 16;
const LEVELS = 256;

/**
 * Medians of bytes at a cost that does not depend on the size: Perreault and Hebert, "Median Filtering in
 * Constant Time" (2007). A histogram for each column slides down with the rows; the window's histogram slides
 * along by adding one column's and taking one away. Bins of sixteen levels are kept so for each pixel, the
 * levels in a bin only where the median falls into it.
 */
export function slideHistograms(input: Image, reach: number, output: Image): void {
  for (let channel = 0; channel < input.channels; channel++) slideChannel(input, channel, reach, output);
}

function slideChannel(input: Image, channel: number, reach: number, output: Image): void {
  const { width, height, channels, data } = input;
  const fine = new Uint16Array(width * LEVELS);
  const coarse = new Uint16Array(width * BINS);
  const change = (row: number, count: number) => {
    const first = Math.max(0, Math.min(height - 1, row)) * width * channels + channel;
    for (let x = 0; x < width; x++) {
      const level = data[first + x * channels] as number;
      const bin = x * BINS + (level >> 4);
      coarse[bin] = (coarse[bin] as number) + count;
      fine[x * LEVELS + level] = (fine[x * LEVELS + level] as number) + count;
    }
  };
  change(0, reach);
  for (let row = 0; row <= reach; row++) change(row, 1);
  const line = new Uint8Array(width);
  for (let row = 0; row < height; row++) {
    slideRow(coarse, fine, reach, line);
    const first = row * width * channels + channel;
    for (let x = 0; x < width; x++) output.data[first + x * channels] = line[x] as number;
    change(row - reach, -1);
    change(row + reach + 1, 1);
  }
}

/** The medians of one row, from its columns' histograms. */
function slideRow(coarse: Uint16Array, fine: Uint16Array, reach: number, to: Uint8Array): void {
  const last = to.length - 1;
  const half = ((2 * reach + 1) ** 2 - 1) / 2;
  const bins = new Int32Array(BINS);
  const levels = new Int32Array(LEVELS);
  // For each bin, the pixel that its levels were last counted for: none yet, and nothing in common.
  const counted = new Int32Array(BINS).fill(-2 * reach - 2);
  for (let x = -reach; x <= reach; x++) addBins(bins, coarse, Math.max(0, Math.min(last, x)));
  for (let x = 0; x <= last; x++) {
    if (x > 0) {
      const gone = Math.max(0, x - reach - 1) * BINS;
      const come = Math.min(last, x + reach) * BINS;
      for (let bin = 0; bin < BINS; bin++) {
        bins[bin] = (bins[bin] as number) + (coarse[come + bin] as number) - (coarse[gone + bin] as number);
      }
    }
    let rank = half;
    let bin = 0;
    while (rank >= (bins[bin] as number)) rank -= bins[bin++] as number;
    countLevels(levels, fine, bin, counted[bin] as number, x, reach, last);
    counted[bin] = x;
    let level = bin * BINS;
    while (rank >= (levels[level] as number)) rank -= levels[level++] as number;
    to[x] = level;
  }
}

function addBins(bins: Int32Array, coarse: Uint16Array, column: number): void {
  for (let bin = 0; bin < BINS; bin++) {
    bins[bin] = (bins[bin] as number) + (coarse[column * BINS + bin] as number);
  }
}

/** Brings the levels of a bin from the window around pixel `from` to that around `x`. */
function countLevels(
  levels: Int32Array,
  fine: Uint16Array,
  bin: number,
  from: number,
  x: number,
  reach: number,
  last: number,
): void {
  const first = bin * BINS;
  const afresh = 2 * (x - from) > 2 * reach + 1;
  if (afresh) levels.fill(0, first, first + BINS);
  const begin = afresh ? x - reach : from + reach + 1;
  for (let column = begin; column <= x + reach; column++) {
    const come = Math.max(0, Math.min(last, column)) * LEVELS;
    for (let at = first; at < first + BINS; at++) {
      levels[at] = (levels[at] as number) + (fine[come + at] as number);
    }
  }
  if (afresh) return;
  for (let column = from - reach; column < x - reach; column++) {
    const gone = Math.max(0, column) * LEVELS;
    for (let at = first; at < first + BINS; at++) {
      levels[at] = (levels[at] as number) - (fine[gone + at] as number);
    }
  }
}
