/** Convolution with any mask, in f64: the reference, and a kernel that works row by row. */
import type { Image } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import { CANCELLED } from '../../math/weighted-mixing.ts';
import { nearest } from '../pixels/edges.ts';
import { premultiply, readRow } from '../pixels/premultiplied.ts';

/** A convolution mask, prepared for a picture. */
export interface PreparedMask {
  readonly width: number;
  readonly height: number;
  /** Weights row by row, already divided by the scale. */
  readonly weights: Float64Array;
  /** Factor for colours after the division by alpha, if alpha is filtered. */
  readonly gain: number;
  readonly offset: number;
  /** Whether alpha is filtered like colours, which are then divided by it; or kept; or there is none. */
  readonly alpha: 'mixed' | 'kept' | 'none';
  readonly white: number;
}

/** A mask that is the product of a column and a row. */
export type SeparableMask = readonly [row: Float64Array, column: Float64Array];

/** Part of its absolute terms below which a sum of alphas is only the rounding error of 0, in floats too. */
const ROUNDED = 5e-7;

/** A straight colour from premultiplied sums. `absolute` is the sum of the absolute terms of alpha. */
function straight(
  sum: number,
  alpha: number,
  absolute: number,
  { gain, offset, white }: PreparedMask,
): number {
  if (!(alpha > 0) || alpha < absolute * ROUNDED) return 0;
  return (sum * white * gain) / Math.max(alpha, absolute / CANCELLED) + offset;
}

/** The reference, in f64. */
export function convolveExactly(input: Image, mask: PreparedMask, output: Image): void {
  const { width, height, channels, data } = input;
  const limit = LEVEL_LIMIT[input.type];
  const samples = premultiply(input);
  const [left, top] = [Math.floor(mask.width / 2), Math.floor(mask.height / 2)];
  const sums = new Float64Array(channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    sums.fill(0);
    let absolute = 0;
    for (const [index, weight] of mask.weights.entries()) {
      if (weight === 0) continue;
      const column = nearest(x + (index % mask.width) - left, width);
      const row = nearest(y + Math.floor(index / mask.width) - top, height);
      const from = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) {
        sums[channel] = (sums[channel] as number) + weight * (samples[from + channel] as number);
      }
      absolute += Math.abs(weight * (samples[from + channels - 1] as number));
    }
    const at = pixel * channels;
    const alpha = sums[channels - 1] as number;
    for (let channel = 0; channel < channels; channel++) {
      const sum = sums[channel] as number;
      let value = sum + mask.offset;
      if (mask.alpha === 'mixed')
        value = channel < channels - 1 ? straight(sum, alpha, absolute, mask) : alpha;
      else if (mask.alpha === 'kept' && channel === channels - 1) value = data[at + channel] as number;
      output.data[at + channel] = roundLevel(value, limit);
    }
  }
}

/** Weights, and the offsets of the samples that they apply to. */
interface Sum {
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/** Products of samples and weights between two yields. */
const PRODUCTS = 2 ** 21;

/**
 * Adds weighted samples at offsets to each of `to`; four terms at a time, so that a sum is read and written once for
 * four.
 */
function* addTerms(from: Float64Array, to: Float64Array, sum: Sum): Work<void> {
  const most = 4 * Math.max(1, Math.floor(PRODUCTS / to.length / 4));
  for (let first = 0; first < sum.offsets.length; first += most) {
    if (first > 0) yield;
    const [offsets, weights] = [sum.offsets, sum.weights].map((all) => all.subarray(first, first + most));
    addSome(from, to, { offsets, weights } as Sum);
  }
}

function addSome(from: Float64Array, to: Float64Array, { offsets, weights }: Sum): void {
  const { length } = to;
  let tap = 0;
  for (; tap + 4 <= offsets.length; tap += 4) {
    const [p = 0, q = 0, r = 0, s = 0] = offsets.subarray(tap, tap + 4);
    const [a = 0, b = 0, c = 0, d = 0] = weights.subarray(tap, tap + 4);
    for (let at = 0; at < length; at++) {
      const first = a * (from[p + at] as number) + b * (from[q + at] as number);
      const second = c * (from[r + at] as number) + d * (from[s + at] as number);
      to[at] = (to[at] as number) + (first + second);
    }
  }
  for (; tap < offsets.length; tap++) {
    const [offset, weight] = [offsets[tap] as number, weights[tap] as number];
    for (let at = 0; at < length; at++) to[at] = (to[at] as number) + weight * (from[offset + at] as number);
  }
}

/** Leaves out weights of 0. */
function sumOf(weights: Float64Array, offsetOf: (index: number) => number): Sum {
  const used = [...weights.keys()].filter((index) => weights[index] !== 0);
  return {
    offsets: Int32Array.from(used, offsetOf),
    weights: Float64Array.from(used, (index) => weights[index] as number),
  };
}

/**
 * Computes row by row in f64. The source rows of a result row lie in a ring buffer, already filtered along themselves
 * if the mask is separable.
 */
export function* convolveByRows(
  input: Image,
  mask: PreparedMask,
  lines: SeparableMask | undefined,
  output: Image,
): Work<void> {
  const { width, height, channels } = input;
  const [left, top] = [Math.floor(mask.width / 2), Math.floor(mask.height / 2)];
  const pad = mask.width - 1;
  const padded = (width + 2 * pad) * channels;
  const length = width * channels;
  const stride = lines ? length : padded;
  const ring = new Float64Array(stride * mask.height);
  const source = new Float64Array(padded);
  const columnAt = (x: number) => (pad + x - left) * channels;
  const across = sumOf(lines?.[0] ?? new Float64Array(), columnAt);
  let next = 0;
  const sums = new Float64Array(length);
  const negative = new Float64Array(length);
  const products = lines ? mask.width + mask.height : mask.weights.length;
  const band = rowsPerYield(length, PRODUCTS / products);
  for (let y = 0; y < height; y++) {
    if (y % band === 0) yield;
    const last = Math.min(height - 1, y + mask.height - 1 - top);
    for (; next <= last; next++) {
      const slot = ring.subarray((next % mask.height) * stride, ((next % mask.height) + 1) * stride);
      readRow(input, next, pad, lines ? source : slot);
      if (lines) yield* addTerms(source, slot.fill(0), across);
    }
    const slotAt = (row: number) => (nearest(y + row - top, height) % mask.height) * stride;
    const offsetOf = (at: number) => slotAt(Math.floor(at / mask.width)) + columnAt(at % mask.width);
    const sum = lines ? sumOf(lines[1], slotAt) : sumOf(mask.weights, offsetOf);
    yield* addTerms(ring, sums.fill(0), sum);
    if (mask.alpha === 'mixed' && !lines) yield* addTerms(ring, negative.fill(0), negativeOf(sum));
    storeRow(input, mask, { sums, negative }, y, output);
  }
}

function negativeOf({ offsets, weights }: Sum): Sum {
  return {
    offsets: offsets.filter((_, tap) => (weights[tap] as number) < 0),
    weights: weights.filter((w) => w < 0),
  };
}

/** Stores a row from its sums. Negative weights have a sum of their own too. */
function storeRow(
  { data, width, channels, type }: Image,
  mask: PreparedMask,
  { sums, negative }: { sums: Float64Array; negative: Float64Array },
  y: number,
  output: Image,
): void {
  const limit = LEVEL_LIMIT[type];
  const first = y * width * channels;
  const to = output.data;
  if (mask.alpha !== 'mixed') {
    for (let at = 0; at < sums.length; at++)
      to[first + at] = roundLevel((sums[at] as number) + mask.offset, limit);
    if (mask.alpha === 'none') return;
    for (let at = channels - 1; at < sums.length; at += channels) to[first + at] = data[first + at] as number;
    return;
  }
  for (let at = 0; at < sums.length; at += channels) {
    const last = at + channels - 1;
    const alpha = sums[last] as number;
    const absolute = alpha - 2 * (negative[last] as number);
    for (let i = at; i < last; i++) {
      to[first + i] = roundLevel(straight(sums[i] as number, alpha, absolute, mask), limit);
    }
    to[first + last] = roundLevel(alpha, limit);
  }
}
