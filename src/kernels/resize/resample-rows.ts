/** Resampling by rows in SIMD, without linear light. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES, type Samples, viewSamples } from '../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../core/turns.ts';
import type { Weights } from '../../math/resampling-weights.ts';
import { scaleAcross, scaleDown } from '../pixels/filter-lines.ts';
import { ALPHAS, FLOATS, TOGETHER, takeLines } from '../simd/arithmetic.ts';
import { IN_FLOATS, QUICKEST } from '../simd/conversions.ts';
import { Simd } from '../simd/simd.ts';

/** Most taps in 16-bit fixed point. With more, weights would have too few bits. */
const MOST_TAPS = 256;

/** Most samples of the source rows that are kept: 64 MiB of floats. */
const RING = 2 ** 24;

/** Products of samples and weights in a result row from which it yields after each row. */
const SUMMED = 2 ** 20;

/** The weights of both axes. */
interface Axes {
  readonly rows: Weights;
  readonly columns: Weights;
}

/** Stores a result row, which the next one overwrites. */
type Store = (line: Samples, y: number) => void;

/** Whether a picture can be scaled here, if all samples are finite: what weighs nothing is multiplied too. */
export function fitsRows({ width, channels }: Image, { rows }: Axes): boolean {
  return rows.taps * width * channels <= RING && channels !== 2;
}

/**
 * Scales a picture that `fitsRows` without regard to alpha: bytes in numbers of 16 bits, off by 0.1 levels before they
 * are rounded, the others in floats.
 */
export function* resampleRows(input: Image, { rows, columns }: Axes, store: Store): Work<void> {
  const { width, channels, type } = input;
  const few = Math.max(rows.taps, columns.taps) <= MOST_TAPS;
  const { arithmetic, load, store: round } = (few ? QUICKEST : IN_FLOATS)[type];
  const [length, goal] = [width * channels, columns.starts.length * channels];
  yield* Simd.lend(function* (simd) {
    const samples = simd.take(Math.max(length, goal) * SAMPLE_BYTES[type]);
    const down = scaleDown(simd, arithmetic, rows, length, (y, at) => {
      copyRow(simd, input, y, samples);
      load(simd, samples, length, at);
    });
    const across = scaleAcross(simd, arithmetic, columns, channels);
    const lines = takeLines(simd, (length + columns.taps * channels) * arithmetic.bytes);
    const results = takeLines(simd, goal * arithmetic.bytes);
    const heavy = rows.taps * length > SUMMED;
    const band = rowsPerYield(width);
    // Input rows between two yields, where more than one is new for each of the result.
    const groups = Math.max(1, Math.floor(band / TOGETHER));
    for (let first = 0; first < rows.starts.length; first += TOGETHER) {
      if ((first / TOGETHER) % groups === 0) yield;
      const count = Math.min(TOGETHER, rows.starts.length - first);
      for (let at = 0; at < count; at++) {
        yield* down.prepare(first + at, band);
        down.make(first + at, lines.at(at));
        if (heavy) yield;
      }
      across(lines.at(0), results.at(0), { count, line: lines.stride, goal: results.stride });
      for (let at = 0; at < count; at++) {
        round(simd, results.at(at), goal, samples);
        store(viewSamples(type, simd.bytes.buffer, samples, goal), first + at);
      }
    }
  });
}

/**
 * The same of RGBA with colours weighed by their alpha as well, in floats, and alphas in doubles. What is done where
 * alphas cancel each other out depends on which axis comes first.
 */
export function* resampleRowsByAlpha(
  input: Image,
  axes: Axes,
  columnsFirst: boolean,
  store: Store,
): Work<void> {
  const { rows, columns } = axes;
  const pixels = columns.starts.length;
  const { store: round } = IN_FLOATS[input.type];
  yield* Simd.lend(function* (simd) {
    const { prepare, make } = columnsFirst ? narrowFirst(simd, input, axes) : shortFirst(simd, input, axes);
    const samples = simd.take(4 * pixels * SAMPLE_BYTES[input.type]);
    const [result, alphas] = [simd.take(16 * pixels), simd.take(16 * pixels)];
    const heavy = 4 * input.width * rows.taps > SUMMED;
    const band = rowsPerYield(input.width);
    for (let y = 0; y < rows.starts.length; y++) {
      if (y % band === 0) yield;
      yield* prepare(y, band);
      make(y, result, alphas);
      simd.code.divideByAlpha(result, pixels, alphas);
      if (heavy) yield;
      round(simd, result, 4 * pixels, samples);
      store(viewSamples(input.type, simd.bytes.buffer, samples, 4 * pixels), y);
    }
  });
}

/** Computes a row of sums of premultiplied colours, and of alphas. */
interface RowMaker {
  prepare(y: number, rows: number): Work<void>;
  make(y: number, to: number, alphas: number): void;
}

function shortFirst(simd: Simd, input: Image, { rows, columns }: Axes): RowMaker {
  const { width } = input;
  const load = loadByAlpha(simd, input);
  const alphasDown = scaleDown(simd, ALPHAS, rows, width, () => {});
  const down = scaleDown(simd, FLOATS, rows, 4 * width, (y, at) => load(y, at, alphasDown.slot(y)));
  const across = scaleAcross(simd, FLOATS, columns, 4);
  const alphasAcross = scaleAcross(simd, ALPHAS, columns, 1);
  const [line, lineAlphas] = [simd.take(16 * width), simd.take(16 * width)];
  const make: RowMaker['make'] = (y, to, alphas) => {
    down.make(y, line);
    alphasDown.make(y, lineAlphas);
    simd.code.fadeCancelled(line, width, lineAlphas);
    across(line, to);
    alphasAcross(lineAlphas, alphas);
  };
  return { prepare: down.prepare, make };
}

function narrowFirst(simd: Simd, input: Image, { rows, columns }: Axes): RowMaker {
  const pixels = columns.starts.length;
  const load = loadByAlpha(simd, input);
  const across = scaleAcross(simd, FLOATS, columns, 4);
  const alphasAcross = scaleAcross(simd, ALPHAS, columns, 1);
  const [line, lineAlphas] = [simd.take(16 * input.width), simd.take(16 * input.width)];
  const alphasDown = scaleDown(simd, ALPHAS, rows, pixels, () => {});
  const down = scaleDown(simd, FLOATS, rows, 4 * pixels, (y, at) => {
    load(y, line, lineAlphas);
    across(line, at);
    alphasAcross(lineAlphas, alphasDown.slot(y));
    simd.code.fadeCancelled(at, pixels, alphasDown.slot(y));
  });
  const make: RowMaker['make'] = (y, to, alphas) => {
    down.make(y, to);
    alphasDown.make(y, alphas);
  };
  return { prepare: down.prepare, make };
}

/** Returns a function that writes a row's premultiplied colours to one place, and its alphas to another. */
function loadByAlpha(simd: Simd, input: Image): (y: number, to: number, alphas: number) => void {
  const { width, type } = input;
  const samples = simd.take(4 * width * SAMPLE_BYTES[type]);
  return (y, to, alphas) => {
    copyRow(simd, input, y, samples);
    IN_FLOATS[type].load(simd, samples, 4 * width, to);
    simd.code.multiplyByAlpha(to, width, alphas);
  };
}

function copyRow(simd: Simd, { width, channels, data, type }: Image, y: number, to: number): void {
  const stride = width * channels * SAMPLE_BYTES[type];
  simd.bytes.set(new Uint8Array(data.buffer, data.byteOffset + y * stride, stride), to);
}
