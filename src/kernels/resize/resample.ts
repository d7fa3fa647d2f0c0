/** Resampling: the reference in f64, the kernel in f64 by rows, and the choice of a faster kernel where one fits. */
import { type Extent, hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, type Samples, WHITE } from '../../core/pixel.ts';
import { rowsPerYield, toEnd, type Work } from '../../core/turns.ts';
import type { Weights } from '../../math/resampling-weights.ts';
import { toEncoded, toLinear } from '../../math/srgb.ts';
import { mixByAlpha, mixStraight, mixThree } from '../../math/weighted-mixing.ts';
import { isFinitePicture } from '../pixels/finite.ts';
import { HALF_LEFT, leastLeft, mixAroundHoles } from '../pixels/holes.ts';
import { isOpaque } from '../pixels/opaque.ts';
import { eachColor, encodeLight, type RowReader, rowReader } from './linear-light.ts';
import { fitsRows, resampleRows, resampleRowsByAlpha } from './resample-rows.ts';
import { type Axis, axesOf, type Resampling, weighsAlpha } from './resampling.ts';

/** Samples of a picture while it is scaled: the input's channels, straight alpha, unrounded. */
interface Grid extends Extent {
  readonly samples: Float64Array;
}

/** The reference, in f64: one axis, then the other, then rounding. */
export function resampleExactly(input: Image, plan: Resampling, output: Image): void {
  toEnd(resampleAroundHoles(input, plan, output, resampleWhole));
}

/** The same row by row: no picture lies in between, only the rows that the next one is made of. */
export function resample(input: Image, plan: Resampling, output: Image): Work<void> {
  return resampleAroundHoles(input, plan, output, resampleByRows);
}

type Resample = (input: Image, plan: Resampling, output: Image) => unknown | Work<unknown>;

function* resampleAroundHoles(input: Image, plan: Resampling, output: Image, scale: Resample): Work<void> {
  const weights = axesOf(input, plan).map((axis) => axis.weights.weights);
  const peaks = weights.map((all) => all.reduce((most, weight) => Math.max(most, weight), 0));
  const negative = weights.some((all) => all.some((weight) => weight < 0));
  const least = negative ? HALF_LEFT : leastLeft((peaks[0] as number) * (peaks[1] as number));
  const planePlan = { ...plan, linear: false, background: [0, 0, 0, 0] };
  const scaledLight = (value: number, factor: number) => toEncoded(toLinear(value) * factor);
  yield* mixAroundHoles(input, output, {
    mix: (image, to) => scale(image, plan, to),
    weigh: (plane, to) => scale(plane, planePlan, to),
    least,
    byAlpha: weighsAlpha(input, plan),
    ...(plan.linear && { scaled: scaledLight }),
  });
}

function resampleWhole(input: Image, plan: Resampling, output: Image): void {
  const { channels } = input;
  const mix = weighsAlpha(input, plan) ? mixByAlpha : mixStraight;
  const white = WHITE[input.type];
  let grid: Grid = { ...input, samples: Float64Array.from(input.data) };
  if (plan.linear) eachColor(grid.samples, channels, (sample) => toLinear(sample / white));
  for (const { vertical, weights, extent } of axesOf(input, plan)) {
    const samples = new Float64Array(extent.width * extent.height * channels);
    const step = channels * (vertical ? grid.width : 1);
    const offsets = Int32Array.from({ length: weights.taps }, (_, tap) => tap * step);
    for (let pixel = 0; pixel < extent.width * extent.height; pixel++) {
      const [x, y] = [pixel % extent.width, Math.floor(pixel / extent.width)];
      const index = vertical ? y : x;
      const start = weights.starts[index] as number;
      const first = vertical ? start * grid.width + x : y * grid.width + start;
      mix(grid.samples, first * channels, offsets, weights, index, samples, pixel * channels, channels);
    }
    grid = { ...extent, samples };
  }
  if (plan.linear) eachColor(grid.samples, channels, (light) => white * toEncoded(light));
  toEnd(fillBackground(output, plan));
  const length = plan.part.width * channels;
  for (let y = 0; y < plan.part.height; y++) {
    storeLine(grid.samples.subarray(y * length, (y + 1) * length), y, input, plan, output);
  }
}

/** Most samples of the source rows that are kept: 32 MiB. If a row needs more, they are read again for each row. */
const RING = 2 ** 22;

/** The result is whether all samples are finite. */
function* resampleByRows(input: Image, plan: Resampling, output: Image): Work<boolean> {
  const [first, second] = axesOf(input, plan);
  const [rows, columns] = first.vertical ? [first, second] : [second, first];
  yield* fillBackground(output, plan);
  const columnsFirst = !first.vertical;
  const axes = { rows: rows.weights, columns: columns.weights };
  const store = (line: Samples, y: number) => storeLine(line, y, input, plan, output);
  const allFinite = yield* isFinitePicture(input);
  if (plan.linear || !allFinite || !fitsRows(input, axes)) {
    yield* resampleSamples(input, plan, output, { rows, columns, columnsFirst });
  } else if (weighsAlpha(input, plan) && !(yield* isOpaque(input))) {
    yield* resampleRowsByAlpha(input, axes, columnsFirst, store);
  } else {
    yield* resampleRows(input, axes, store);
  }
  return allFinite;
}

interface Order {
  readonly rows: Axis;
  readonly columns: Axis;
  readonly columnsFirst: boolean;
}

/** Any pixel type, in f64. */
function* resampleSamples(
  input: Image,
  plan: Resampling,
  output: Image,
  { rows, columns, columnsFirst }: Order,
): Work<void> {
  const { channels, width } = input;
  const byAlpha = weighsAlpha(input, plan);
  const across = Int32Array.from({ length: columns.weights.taps }, (_, tap) => tap * channels);
  const length = (columnsFirst ? plan.part.width : width) * channels;
  const { taps, starts } = rows.weights;
  const read = rowReader(input, plan.linear);
  const inStrips = !columnsFirst && taps * length > RING;
  const ring = new Float64Array(inStrips ? stripOf(taps, channels) * taps : taps * length);
  const source = new Float64Array(width * channels);
  const line = new Float64Array(length);
  const narrow = columnsFirst ? line : new Float64Array(plan.part.width * channels);
  let next = 0;
  const band = rowsPerYield(width);
  for (let y = 0; y < plan.part.height; y++) {
    if (y % band === 0) yield;
    const start = starts[y] as number;
    for (next = Math.max(next, start); !inStrips && next < start + taps; next++) {
      const slot = ring.subarray((next % taps) * length, ((next % taps) + 1) * length);
      read(next * width * channels, columnsFirst ? source : slot);
      if (columnsFirst) mixColumns(source, slot, columns.weights, across, channels, byAlpha);
      if (next % band === 0) yield;
    }
    const offsets = Int32Array.from({ length: taps }, (_, tap) => ((start + tap) % taps) * length);
    if (inStrips) yield* mixStrips(input, read, ring, line, rows.weights, y, byAlpha);
    else mixRows(ring, line, rows.weights, offsets, y, channels, byAlpha);
    if (!columnsFirst) mixColumns(line, narrow, columns.weights, across, channels, byAlpha);
    if (plan.linear) encodeLight(narrow, input);
    storeLine(narrow, y, input, plan, output);
  }
}

/** The horizontal pass: makes one row from the pixels of another. */
function mixColumns(
  from: Float64Array,
  to: Float64Array,
  weights: Weights,
  offsets: Int32Array,
  channels: number,
  byAlpha: boolean,
): void {
  if (!byAlpha && channels === 3) {
    mixThree(from, to, weights);
    return;
  }
  const mix = byAlpha ? mixByAlpha : mixStraight;
  for (let x = 0; x < weights.starts.length; x++) {
    mix(from, (weights.starts[x] as number) * channels, offsets, weights, x, to, x * channels, channels);
  }
}

/** The vertical pass: makes one row from the rows that lie at offsets. */
function mixRows(
  from: Float64Array,
  to: Float64Array,
  weights: Weights,
  offsets: Int32Array,
  y: number,
  channels: number,
  byAlpha: boolean,
): void {
  if (byAlpha) {
    for (let at = 0; at < to.length; at += channels) {
      mixByAlpha(from, at, offsets, weights, y, to, at, channels);
    }
    return;
  }
  const used = [...offsets.keys()].filter((tap) => weights.weights[y * weights.taps + tap] !== 0);
  to.fill(0);
  for (let at = 0; at < used.length; at += FOUR) {
    const taps = used.slice(at, at + FOUR);
    const rows = taps.map((tap) => offsets[tap] as number);
    addRows(from, to, rows, (index) => weights.weights[y * weights.taps + (taps[index] as number)] ?? 0);
  }
}

/** Rows that are added at once, so that a sum is read and written once for four. */
const FOUR = 4;

/** Adds up to four weighted rows to another. */
function addRows(
  from: Float64Array,
  to: Float64Array,
  rows: readonly number[],
  share: (index: number) => number,
): void {
  if (rows.length < FOUR) {
    for (const [index, row] of rows.entries()) {
      const weight = share(index);
      for (let at = 0; at < to.length; at++)
        to[at] = (to[at] as number) + weight * (from[row + at] as number);
    }
    return;
  }
  const [first = 0, second = 0, third = 0, fourth = 0] = rows;
  const [a, b, c, d] = [share(0), share(1), share(2), share(3)];
  for (let at = 0; at < to.length; at++) {
    const left = a * (from[first + at] as number) + b * (from[second + at] as number);
    const right = c * (from[third + at] as number) + d * (from[fourth + at] as number);
    to[at] = (to[at] as number) + (left + right);
  }
}

/** Samples of a strip of a row, so that `taps` strips fit into `RING`. */
function stripOf(taps: number, channels: number): number {
  return Math.max(1, Math.floor(RING / taps / channels)) * channels;
}

/** The vertical pass straight from the picture, some columns at a time. */
function* mixStrips(
  { width, channels }: Image,
  read: RowReader,
  strip: Float64Array,
  to: Float64Array,
  weights: Weights,
  y: number,
  byAlpha: boolean,
): Work<void> {
  const { taps, starts } = weights;
  const length = stripOf(taps, channels);
  const offsets = Int32Array.from({ length: taps }, (_, tap) => tap * length);
  for (let x = 0; x < to.length; x += length) {
    const part = to.subarray(x, x + length);
    for (const [tap, offset] of offsets.entries()) {
      const first = ((starts[y] as number) + tap) * width * channels + x;
      read(first, strip.subarray(offset, offset + part.length));
    }
    yield;
    mixRows(strip, part, weights, offsets, y, channels, byAlpha);
    yield;
  }
}

/** Fills a result with the background, unless the picture covers it all. */
function* fillBackground(output: Image, { part, background }: Resampling): Work<void> {
  if (part.width === output.width && part.height === output.height) return;
  const { data, channels } = output;
  const pixel = hasAlpha(channels) ? [...background.slice(0, channels - 1), background[3]] : background;
  const length = output.width * channels;
  const row = data.subarray(0, length);
  for (let at = 0; at < length; at++) row[at] = pixel[at % channels] as number;
  const band = rowsPerYield(output.width, 2 ** 18);
  for (let y = 1; y < output.height; y++) {
    data.set(row, y * length);
    if (y % band === 0) yield;
  }
}

/**
 * Stores a row of the part, rounded. If the result has more channels, gray becomes all colours, and alpha is opaque.
 */
function storeLine(
  line: Float64Array | Samples,
  y: number,
  input: Shape,
  plan: Resampling,
  output: Image,
): void {
  const { data, channels, type, width } = output;
  const limit = LEVEL_LIMIT[type];
  const first = ((plan.place.top + y) * width + plan.place.left) * channels;
  if (!(line instanceof Float64Array) && input.channels === channels) {
    data.set(line, first);
    return;
  }
  if (input.channels === channels) {
    for (let at = 0; at < line.length; at++) data[first + at] = roundLevel(line[at] as number, limit);
    return;
  }
  const alphaAt = hasAlpha(input.channels) ? input.channels - 1 : -1;
  for (let at = 0; at < (line.length / input.channels) * channels; at++) {
    const channel = at % channels;
    const pixel = ((at - channel) / channels) * input.channels;
    const isAlpha = hasAlpha(channels) && channel === channels - 1;
    const from = isAlpha ? alphaAt : input.channels < 3 ? 0 : channel;
    data[first + at] = from < 0 ? WHITE[type] : roundLevel(line[pixel + from] as number, limit);
  }
}
