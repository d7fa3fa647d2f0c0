/** The horizontal pass of a separable convolution in SIMD, over up to `TOGETHER` rows at once. */
import type { LineFilter } from '../../math/gaussian.ts';
import { type Arithmetic, type Shares, takeLines } from '../simd/arithmetic.ts';
import type { Simd } from '../simd/simd.ts';

/** Filters rows along themselves. The caller writes them to `from`, runs the pass, and reads the results at `to`. */
export interface HorizontalPass {
  /** The place for a source row. */
  from(line: number): number;
  /** The place of a result row, valid until the next run. */
  to(line: number): number;
  run(count: number): void;
}

type Lines = ReturnType<typeof takeLines>;

/** Chains filters, one after the other. Beyond both ends the first and the last pixel count. */
export function horizontalPass(
  simd: Simd,
  arithmetic: Arithmetic,
  filters: readonly LineFilter[],
  channels: number,
): HorizontalPass {
  const last = filters.at(-1) as LineFilter;
  const results = takeLines(simd, last.outSize * channels * arithmetic.bytes);
  const steps: SinglePass[] = [];
  for (const filter of filters.toReversed()) {
    steps.unshift(singlePass(simd, arithmetic, filter, channels, steps[0]?.sources ?? results));
  }
  const [{ sources }] = steps as [SinglePass];
  const run = (count: number) => {
    for (const step of steps) step.run(count);
  };
  return { from: sources.at, to: results.at, run };
}

interface SinglePass {
  readonly sources: Lines;
  run(count: number): void;
}

function singlePass(
  simd: Simd,
  arithmetic: Arithmetic,
  filter: LineFilter,
  channels: number,
  goals: Lines,
): SinglePass {
  const { inSize, outSize, phases, stride, starts } = filter;
  const shares = arithmetic.takeShares(simd, filter.taps, filter.weights);
  const before = Math.max(0, -starts.reduce((least, start) => Math.min(least, start)));
  const most = starts.reduce((largest, start) => Math.max(largest, start));
  const end = Math.floor((outSize - 1) / phases) * stride + most + shares.taps;
  const pixel = channels * arithmetic.bytes;
  const room = takeLines(simd, (before + Math.max(inSize, end)) * pixel);
  const sources = { stride: room.stride, at: (line: number) => room.at(line) + before * pixel };
  const surround = (line: number) => {
    const { bytes } = simd;
    const from = sources.at(line);
    for (let at = from - 1; at >= room.at(line); at--) bytes[at] = bytes[at + pixel] as number;
    for (let at = from + inSize * pixel; at < from + end * pixel; at++) {
      bytes[at] = bytes[at - pixel] as number;
    }
  };
  // If all pixels have the same weights, the result is a sum of shifted copies of the row.
  const alike = phases === 1 && stride === 1;
  const step = { simd, arithmetic, filter, shares, channels, sources, goals };
  const filterAll = alike ? sumShiftedRows(step) : mixNeighbours(step);
  return {
    sources,
    run(count) {
      for (let line = 0; line < count; line++) surround(line);
      filterAll(count);
    },
  };
}

interface PassParts {
  readonly simd: Simd;
  readonly arithmetic: Arithmetic;
  readonly filter: LineFilter;
  readonly shares: Shares;
  readonly channels: number;
  readonly sources: Lines;
  readonly goals: Lines;
}

function sumShiftedRows({ simd, arithmetic, filter, shares, channels, sources, goals }: PassParts) {
  const places = simd.take(4 * shares.taps);
  const start = filter.starts[0] as number;
  const pixel = channels * arithmetic.bytes;
  return (count: number) => {
    for (let line = 0; line < count; line++) {
      for (let tap = 0; tap < shares.taps; tap++) {
        simd.words[places / 4 + tap] = sources.at(line) + (start + tap) * pixel;
      }
      arithmetic.sum(simd, places, shares, shares.table, filter.outSize * channels, goals.at(line));
    }
  };
}

function mixNeighbours({ simd, arithmetic, filter, shares, channels, sources, goals }: PassParts) {
  const { outSize: pixels, phases, stride, starts } = filter;
  const places = simd.take(4 * pixels);
  const rows = simd.take(4 * pixels);
  for (let at = 0; at < pixels; at++) {
    const phase = at % phases;
    const start = Math.floor(at / phases) * stride + (starts[phase] as number);
    simd.words[places / 4 + at] = start * channels * arithmetic.bytes;
    simd.words[rows / 4 + at] = shares.table + phase * shares.row;
  }
  const lines = { from: sources.at(0), line: sources.stride, to: goals.at(0), goal: goals.stride };
  return (count: number) => arithmetic.mix(simd, places, shares, rows, { ...lines, count, pixels, channels });
}
