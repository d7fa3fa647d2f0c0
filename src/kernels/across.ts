import type { LineFilter } from '../math/gaussian.ts';
import type { Arithmetic } from './simd/arithmetic.ts';
import type { Simd } from './simd/simd.ts';

/** Filters a row, which its maker puts at a place, along itself. */
export interface Across {
  /** Where the row is to be put. */
  readonly from: number;
  /** Where `run` leaves the result. */
  readonly to: number;
  run(): void;
}

/**
 * Runs filters along a row, one after the other; beyond the ends its first and last pixel count. The result
 * stays until the next one.
 */
export function acrossRow(
  simd: Simd,
  arithmetic: Arithmetic,
  filters: readonly LineFilter[],
  channels: number,
): Across {
  const last = filters.at(-1) as LineFilter;
  const to = simd.take(last.outSize * channels * arithmetic.bytes);
  const steps: Across[] = [];
  for (const filter of filters.toReversed()) {
    steps.unshift(stepAcross(simd, arithmetic, filter, channels, steps[0]?.from ?? to));
  }
  const [{ from }] = steps as [Across];
  const run = () => {
    for (const step of steps) step.run();
  };
  return { from, to, run };
}

function stepAcross(
  simd: Simd,
  arithmetic: Arithmetic,
  filter: LineFilter,
  channels: number,
  to: number,
): Across {
  const { inSize, outSize, phases, stride, starts } = filter;
  const shares = arithmetic.takeShares(simd, filter.taps, filter.weights);
  const before = Math.max(0, -starts.reduce((least, start) => Math.min(least, start)));
  const most = starts.reduce((largest, start) => Math.max(largest, start));
  const end = Math.floor((outSize - 1) / phases) * stride + most + shares.taps;
  const pixel = channels * arithmetic.bytes;
  const room = simd.take((before + Math.max(inSize, end)) * pixel);
  const from = room + before * pixel;
  const surround = () => {
    const { bytes } = simd;
    for (let at = from - 1; at >= room; at--) bytes[at] = bytes[at + pixel] as number;
    for (let at = from + inSize * pixel; at < from + end * pixel; at++) {
      bytes[at] = bytes[at - pixel] as number;
    }
  };
  // Pixels whose neighbours all lie and weigh alike are sums of the row with itself, moved.
  const alike = phases === 1 && stride === 1;
  const places = simd.take(4 * (alike ? shares.taps : outSize));
  const rows = simd.take(4 * outSize);
  for (let at = 0; at < (alike ? shares.taps : outSize); at++) {
    const phase = at % phases;
    const start = alike ? at : Math.floor(at / phases) * stride;
    simd.words[places / 4 + at] = from + (start + (starts[phase] as number)) * pixel;
    if (!alike) simd.words[rows / 4 + at] = shares.table + phase * shares.row;
  }
  const length = outSize * channels;
  return {
    from,
    to,
    run() {
      surround();
      if (alike) arithmetic.sum(simd, places, shares, shares.table, length, to);
      else arithmetic.mix(simd, places, shares, rows, { from: 0, pixels: outSize, channels, to });
    },
  };
}
