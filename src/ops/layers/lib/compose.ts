/** Lays a layer on a picture on the CPU: the reference, and a kernel that works only where the layer is. */
import { colorChannels, type Extent, hasAlpha, type Image, type Shape } from '../../../core/image.ts';
import { type Channels, LEVEL_LIMIT, roundLevel, SAMPLE_ARRAYS, WHITE } from '../../../core/pixel.ts';
import { rowsPerYield, type Work } from '../../../core/turns.ts';
import { blendRows, blendsInFloats } from '../../../kernels/layers/blend-rows.ts';
import { pickChannels } from '../../../kernels/pixels/picked-channels.ts';
import { bitsOf } from '../../../kernels/pixels/sample-bits.ts';
import { type BlendMode, clears, keepsUncovered, mixtureOf, takesColor } from '../../../math/blend.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../../math/srgb.ts';
import { type Layer, layerOf } from './layer.ts';

/** How a layer is laid on a picture. */
export interface Laying {
  readonly mode: BlendMode;
  /** Factor for the layer's alpha. */
  readonly opacity: number;
  /** Whether linear light is mixed, instead of sRGB samples. */
  readonly linear: boolean;
  /** Column and row of the picture at which the layer begins; they may lie outside. */
  readonly left: number;
  readonly top: number;
  /** Columns and rows after which the layer repeats. */
  readonly period?: Extent | undefined;
}

/**
 * The shape of the result: with colour if the layer has it, with alpha if the mode can make the picture transparent.
 */
export function composedShape(input: Shape, layer: Shape, mode: BlendMode): Shape {
  const colors = input.channels >= 3 || (layer.channels >= 3 && takesColor(mode)) ? 3 : 1;
  const transparent = hasAlpha(input.channels) || clears(mode);
  return { ...input, channels: (colors + (transparent ? 1 : 0)) as Channels };
}

/** For each column or row of the picture, the layer's own; -1 for none. */
function placesOf(length: number, before: number, extent: number, period: number | undefined): Int32Array {
  return Int32Array.from({ length }, (_, index) => {
    const place = index - before;
    const there = period === undefined ? place : ((place % period) + period) % period;
    return there >= 0 && there < extent ? there : -1;
  });
}

/** The reference: pixel by pixel. */
export function composeExactly(input: Image, layer: Layer, laying: Laying, output: Image): void {
  const columns = placesOf(input.width, laying.left, layer.width, laying.period?.width);
  const rows = placesOf(input.height, laying.top, layer.height, laying.period?.height);
  const blend = blender(laying, { decode: toLinear, encode: toEncoded });
  const base = layerOf(input);
  const upper = new Float64Array(4);
  for (let y = 0; y < input.height; y++) {
    for (let x = 0; x < input.width; x++) {
      const [column, row] = [columns[x] as number, rows[y] as number];
      upper.fill(0);
      if (column >= 0 && row >= 0) upper.set(layer.row(row).subarray(4 * column, 4 * column + 4));
      upper[3] = (upper[3] as number) * laying.opacity;
      const pixel = y * input.width + x;
      if (upper[3] === 0 && keepsUncovered(laying.mode)) {
        copyPixels(input, output, pixel, pixel + 1);
      } else {
        const color = base.row(y).slice(4 * x, 4 * x + 4);
        blend(color, upper);
        storeRow(color, upper, false, 0, 1, output, pixel);
      }
    }
  }
}

/** Computes the result row by row, and only where the layer changes something. */
export function* compose(input: Image, layer: Layer, laying: Laying, output: Image): Work<void> {
  const { width, height } = input;
  const { mode, opacity, linear, left, top, period } = laying;
  const columns = placesOf(width, left, layer.width, period?.width);
  const rows = placesOf(height, top, layer.height, period?.height);
  const keeps = keepsUncovered(mode);
  const first = keeps ? columns.findIndex((place) => place >= 0) : 0;
  const end = keeps ? columns.findLastIndex((place) => place >= 0) + 1 : width;
  if (keeps) yield* copyPicture(input, output);
  if (first < 0) return;
  const work = rowComposer(input, layer, laying, { columns, rows, start: first, end }, output);
  const { image } = layer;
  if (image && blendsInFloats(laying)) {
    const { width, height } = layer;
    const upper = { width, height, image, opacity, mode, linear, columns, rows, keeps };
    yield* blendRows(input, { ...upper, repeated: period !== undefined }, [first, end], output, work);
    return;
  }
  const band = rowsPerYield(width);
  for (let y = 0; y < height; y++) {
    if (!keeps || (rows[y] as number) >= 0) work(y);
    if (y % band === 0) yield;
  }
}

/** The layer's columns and rows for those of the picture, and the columns to compute. */
interface Places {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly start: number;
  readonly end: number;
}

/** Returns a function that computes a row of the result in f64. */
function rowComposer(
  input: Image,
  layer: Layer,
  laying: Laying,
  { columns, rows, start, end }: Places,
  output: Image,
): (y: number) => void {
  const { width } = input;
  const keeps = keepsUncovered(laying.mode);
  const exact = { decode: toLinear, encode: toEncoded };
  const fast = { decode: fastToLinear, encode: fastToEncoded };
  const blend = blender(laying, input.type === 'f32' ? exact : fast);
  const base = layerOf(input);
  const upper = new Float64Array(4 * width);
  return (y) => {
    const row = rows[y] as number;
    fillUpper(row < 0 ? undefined : layer.row(row), columns, laying.opacity, upper);
    const lower = base.row(y);
    blend(lower.subarray(4 * start, 4 * end), upper.subarray(4 * start, 4 * end));
    storeRow(lower, upper, keeps, start, end, output, y * width);
  };
}

/** Fills a row with the layer's colour in each column; transparent where it shows nothing. */
function fillUpper(
  row: Float64Array | undefined,
  columns: Int32Array,
  opacity: number,
  upper: Float64Array,
): void {
  for (let x = 0; x < columns.length; x++) {
    const from = 4 * (columns[x] as number);
    const covered = row !== undefined && from >= 0;
    upper[4 * x] = covered ? (row[from] as number) : 0;
    upper[4 * x + 1] = covered ? (row[from + 1] as number) : 0;
    upper[4 * x + 2] = covered ? (row[from + 2] as number) : 0;
    upper[4 * x + 3] = covered ? (row[from + 3] as number) * opacity : 0;
  }
}

/** sRGB to linear light and back. */
interface Curves {
  decode(value: number): number;
  encode(value: number): number;
}

/** Replaces the colours of the lower layer by those of both. May overwrite the upper ones. */
type BlendColors = (lower: Float64Array, upper: Float64Array) => void;

function blender({ mode, linear }: Laying, { decode, encode }: Curves): BlendColors {
  const mix = mixer(mode);
  if (!linear) return mix;
  return (lower, upper) => {
    changeColors(lower, decode);
    changeColors(upper, decode);
    mix(lower, upper);
    changeColors(lower, encode);
  };
}

function changeColors(colors: Float64Array, change: (value: number) => number): void {
  for (let at = 0; at < colors.length; at += 4) {
    for (let i = at; i < at + 3; i++) colors[i] = change(colors[i] as number);
  }
}

function mixer(mode: BlendMode): BlendColors {
  const { upper: upperShare, lower: lowerShare, blend } = mixtureOf(mode);
  return (lower, upper) => {
    for (let at = 0; at < lower.length; at += 4) {
      const [above, below] = [upper[at + 3] as number, lower[at + 3] as number];
      const both = blend ? above * below : 0;
      const ofUpper = upperShare(above, below);
      const ofLower = lowerShare(below, above);
      const alpha = Math.min(1, ofUpper + ofLower + both);
      const scale = alpha > 0 ? 1 / alpha : 0;
      for (let i = at; i < at + 3; i++) {
        const [a, b] = [upper[i] as number, lower[i] as number];
        // A colour with a weight of 0 does not count, even if it is infinite.
        const sum = (ofUpper === 0 ? 0 : ofUpper * a) + (ofLower === 0 ? 0 : ofLower * b);
        lower[i] = (blend && both !== 0 ? sum + both * blend(b, a) : sum) * scale;
      }
      lower[at + 3] = alpha;
    }
  };
}

/**
 * Stores some colours of a row that begins at pixel `first`. With `keeps`, skips those that have nothing above them.
 */
function storeRow(
  colors: Float64Array,
  upper: Float64Array,
  keeps: boolean,
  start: number,
  end: number,
  { data, channels, type }: Image,
  first: number,
): void {
  const [white, limit] = [WHITE[type], LEVEL_LIMIT[type]];
  const count = colorChannels(channels);
  const transparent = hasAlpha(channels);
  for (let x = start; x < end; x++) {
    const at = 4 * x;
    if (keeps && upper[at + 3] === 0) continue;
    const to = (first + x) * channels;
    data[to] = roundLevel((colors[at] as number) * white, limit);
    if (count === 3) {
      data[to + 1] = roundLevel((colors[at + 1] as number) * white, limit);
      data[to + 2] = roundLevel((colors[at + 2] as number) * white, limit);
    }
    if (transparent) data[to + count] = roundLevel((colors[at + 3] as number) * white, limit);
  }
}

/** Copies a picture into one that may have more channels: gray becomes all colours, alpha becomes opaque. */
export function copyPicture({ data, width, height, channels, type }: Image, output: Image): Work<void> {
  const colors = Array.from({ length: colorChannels(output.channels) }, (_, at) => (channels < 3 ? 0 : at));
  const alpha = hasAlpha(channels) ? channels - 1 : { level: WHITE[type] };
  const picks = hasAlpha(output.channels) ? [...colors, alpha] : colors;
  return pickChannels(picks, channels, type)(data, output.data, 0, width * height);
}

/** Copies pixels `first` up to `end` to the same place of a picture that may have more channels. */
export function copyPixels(input: Image, output: Image, first: number, end: number): void {
  const [from, to] = [bitsOf(input.data), bitsOf(output.data)];
  if (input.channels === output.channels) {
    to.set(from.subarray(first * input.channels, end * input.channels), first * input.channels);
    return;
  }
  const [opaque] = bitsOf(SAMPLE_ARRAYS[input.type].of(WHITE[input.type])) as unknown as [number];
  const colors = colorChannels(output.channels);
  const alpha = hasAlpha(input.channels) ? input.channels - 1 : -1;
  for (let pixel = first; pixel < end; pixel++) {
    const at = pixel * output.channels;
    for (let channel = 0; channel < colors; channel++) {
      to[at + channel] = from[pixel * input.channels + (input.channels < 3 ? 0 : channel)] as number;
    }
    if (hasAlpha(output.channels)) {
      to[at + colors] = alpha < 0 ? opaque : (from[pixel * input.channels + alpha] as number);
    }
  }
}
