/** The weighted sums of a convolution in SIMD, from a ring buffer of source rows. */
import type { Shape } from '../../core/image.ts';
import { nearest } from '../pixels/edges.ts';
import type { Arithmetic } from '../simd/arithmetic.ts';
import type { Simd } from '../simd/simd.ts';
import type { PreparedMask, SeparableMask } from './convolution.ts';

/** Sums of a row and of those around it, none above the last one that was asked for. */
interface Sums {
  make(y: number, to: number): void;
  /** The same of what weighs less than 0, if anything does. */
  makeNegative(y: number, to: number): void;
}

/**
 * Sums by a kernel, or its two `lines`, of rows that `fill` puts at a place, each once and in order. Only as many rows
 * are kept as the kernel has, already mixed along themselves where it has lines.
 */
export function sumsAround(
  simd: Simd,
  arithmetic: Arithmetic,
  { width, height, channels }: Shape,
  mask: PreparedMask,
  lines: SeparableMask | undefined,
  fill: (y: number, at: number) => void,
): Sums {
  const [left, top] = [Math.floor(mask.width / 2), Math.floor(mask.height / 2)];
  const pixel = channels * arithmetic.bytes;
  const length = width * channels;
  const padded = (width + mask.width - 1) * pixel;
  // With room for what is written behind a row.
  const stride = Math.ceil(padded / 64 + 1) * 64;
  const ring = simd.take(stride * mask.height);
  const row = simd.take(padded);
  const slot = (y: number) => ring + (nearest(y, height) % mask.height) * stride;
  const across = lines && weighted(simd, arithmetic, lines[0], length);
  const down = weighted(simd, arithmetic, lines?.[1] ?? mask.weights, length);
  const negative = weighted(simd, arithmetic, lines ? NONE : mask.weights.map((w) => Math.min(0, w)), length);
  const load = (y: number) => {
    const at = across ? row : slot(y);
    fill(y, at + left * pixel);
    surround(simd, at, left * pixel, width * pixel, padded, pixel);
    across?.((tap) => row + tap * pixel, slot(y));
  };
  const placeIn = (y: number) => (tap: number) =>
    slot(y - top + Math.floor(tap / mask.width)) + (tap % mask.width) * pixel;
  let next = 0;
  return {
    make(y, to) {
      for (const end = Math.min(height, y + mask.height - top); next < end; next++) load(next);
      down?.(lines ? (tap) => slot(y - top + tap) : placeIn(y), to);
    },
    makeNegative(y, to) {
      negative?.(placeIn(y), to);
    },
  };
}

const NONE = new Float64Array();

/** Adds up what lies at places by weights; those of 0 are left out, since it may be NaN. */
function weighted(simd: Simd, arithmetic: Arithmetic, weights: Float64Array, samples: number) {
  const used = [...weights.keys()].filter((at) => weights[at] !== 0);
  if (used.length === 0) return undefined;
  const shares = arithmetic.takeShares(
    simd,
    used.length,
    weights.filter((weight) => weight !== 0),
  );
  const places = simd.take(4 * shares.taps);
  return (placeOf: (at: number) => number, to: number) => {
    const { words } = simd;
    for (let tap = 0; tap < shares.taps; tap++) {
      // What only fills up a table weighs 0, wherever it lies.
      words[places / 4 + tap] = placeOf(used[tap] ?? (used[0] as number));
    }
    arithmetic.sum(simd, places, shares, shares.table, samples, to);
  };
}

/** Repeats the first and the last pixel of a row around it. */
function surround(simd: Simd, at: number, first: number, length: number, padded: number, pixel: number) {
  const { bytes } = simd;
  const [begin, end] = [at + first, at + first + length];
  for (let to = begin - pixel; to >= at; to -= pixel) bytes.copyWithin(to, begin, begin + pixel);
  for (let to = end; to < at + padded; to += pixel) bytes.copyWithin(to, end - pixel, end);
}
