import type { Image } from '../core/image.ts';
import { fromOrder, toOrder } from './order.ts';

/**
 * The median of 3x3 samples: of the columns' lowest the highest, of their middles the middle, of their
 * highest the lowest; and of these three the middle. Each column is sorted once for the three windows
 * that it is in.
 */
export function medianOfNine({ data, width, height, channels }: Image, output: Image): void {
  const samples = width * channels;
  const length = samples + 2 * channels;
  const rows = [0, 1, 2].map(() => new Int32Array(length));
  const columns = [0, 1, 2].map(() => new Int32Array(length)) as [Int32Array, Int32Array, Int32Array];
  const line = new Int32Array(samples);
  const load = (row: number) => {
    const first = Math.max(0, Math.min(height - 1, row)) * samples;
    const into = rows[(row + 3) % 3] as Int32Array;
    toOrder(data, first, into.subarray(channels, channels + samples));
    into.copyWithin(0, channels, 2 * channels);
    into.copyWithin(length - channels, length - 2 * channels, length - channels);
  };
  load(-1);
  load(0);
  for (let row = 0; row < height; row++) {
    load(row + 1);
    sortColumns(rows as [Int32Array, Int32Array, Int32Array], columns);
    chooseMiddles(columns, channels, line);
    fromOrder(line, output.data, row * samples);
  }
}

type Three = readonly [Int32Array, Int32Array, Int32Array];

function sortColumns([top, own, bottom]: Three, [lows, middles, highs]: Three): void {
  for (let at = 0; at < lows.length; at++) {
    const [a, b, c] = [top[at] as number, own[at] as number, bottom[at] as number];
    const low = Math.min(a, b);
    const high = Math.max(a, b);
    lows[at] = Math.min(low, c);
    middles[at] = Math.max(low, Math.min(high, c));
    highs[at] = Math.max(high, c);
  }
}

function chooseMiddles([lows, middles, highs]: Three, step: number, to: Int32Array): void {
  for (let left = 0; left < to.length; left++) {
    const own = left + step;
    const right = own + step;
    const low = Math.max(lows[left] as number, lows[own] as number, lows[right] as number);
    const high = Math.min(highs[left] as number, highs[own] as number, highs[right] as number);
    const middle = middleOf(middles[left] as number, middles[own] as number, middles[right] as number);
    to[left] = middleOf(low, middle, high);
  }
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
