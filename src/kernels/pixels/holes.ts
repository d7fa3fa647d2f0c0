/**
 * Mixing neighbours in float pictures with holes, which are samples that are NaN. Holes are skipped and the other
 * weights are scaled up so that they count as much as the whole mask: normalised convolution, as in H. Knutsson and
 * C.-F. Westin, "Normalized and differential convolution", CVPR 1993.
 */
import { createImage, hasAlpha, type Image } from '../../core/image.ts';
import type { Samples } from '../../core/pixel.ts';
import { rowsPerYield, type Work, workOf } from '../../core/turns.ts';

/** The part of a mask with negative weights that must be left. A half, less what rounding may take from it. */
export const HALF_LEFT = 0.5 - 1e-4;

/**
 * The part of a mask without negative weights that must be left, for the largest of its weights: a neighbour with a
 * thousandth of that still counts.
 */
export function leastLeft(peak: number): number {
  return peak * 1e-3;
}

/** How an op mixes pixels. */
export interface Mixing {
  /** The op's own work. The result is true if it saw that all samples are finite. */
  mix(input: Image, output: Image): unknown | Work<unknown>;
  /**
   * The same sums for a picture of one channel, of samples as they are: without offset, curve or alpha. Beyond the
   * picture there is `around`, where the op has a background.
   */
  weigh(plane: Image, output: Image, around: number): unknown | Work<unknown>;
  /** The part of the mask's weights that must be left for a result. */
  readonly least: number;
  /** Whether colours count as much as they are opaque. */
  readonly byAlpha: boolean;
  /** Alpha of the pixels around the picture, where the op has a background. */
  readonly aroundAlpha?: number;
  /** Alpha up to which a pixel of the result has no colour. */
  readonly faint?: number;
  /** A colour of the result times a factor. A product unless given. */
  scaled?(value: number, factor: number): number;
}

/** Mixes a picture, and mixes it again around its holes if it has any. */
export function* mixAroundHoles(input: Image, output: Image, mixing: Mixing): Work<void> {
  const allFinite = yield* workOf(mixing.mix(input, output));
  if (allFinite === true) return;
  const channels = yield* channelsWithHoles(input);
  if (channels.length === 0) return;
  yield* workOf(mixing.mix(yield* filled(input), output));
  for (const channel of channels) yield* scaleUp(input, channel, mixing, output);
}

/** The channels with holes: none in integers. Alpha comes last, since colours of the result depend on it. */
export function* channelsWithHoles({ data, width, channels, type }: Image): Work<number[]> {
  if (type !== 'f32') return [];
  const found = new Set<number>();
  const some = rowsPerYield(width) * width * channels;
  for (let first = 0; first < data.length; first += some) {
    for (let at = first; at < Math.min(data.length, first + some); at++) {
      const sample = data[at] as number;
      if (Number.isNaN(sample)) found.add(at % channels);
    }
    yield;
  }
  return [...found].sort((a, b) => a - b);
}

/** A copy with 0 in place of holes. */
function* filled(input: Image): Work<Image> {
  const data = input.data.slice();
  const some = rowsPerYield(input.width) * input.width * input.channels;
  for (let first = 0; first < data.length; first += some) {
    for (let at = first; at < Math.min(data.length, first + some); at++) {
      const sample = data[at] as number;
      if (Number.isNaN(sample)) data[at] = 0;
    }
    yield;
  }
  return { ...input, data };
}

/** Scales a channel of the result by the part of the weights that its holes took. */
function* scaleUp(input: Image, channel: number, mixing: Mixing, output: Image): Work<void> {
  const isAlpha = hasAlpha(input.channels) && channel === input.channels - 1;
  const weighs = mixing.byAlpha && !isAlpha;
  const [numbers, holes] = yield* weightPlanes(input, channel, weighs && hasAlpha(input.channels));
  const { width, height } = output;
  const layout = { width, height, channels: 1, type: 'f32' } as const;
  const [kept, lost] = [createImage(layout), createImage(layout)];
  yield* workOf(mixing.weigh(numbers, kept, weighs ? (mixing.aroundAlpha ?? 1) : 1));
  yield* workOf(mixing.weigh(holes, lost, 0));
  const value = isAlpha ? undefined : mixing.scaled;
  const least = weighs ? (mixing.faint ?? 0) : -Infinity;
  for (const to of channelsFrom(channel, isAlpha, input, output)) {
    const scale = { ...mixing, scaled: value ?? product, faint: least };
    yield* scaleChannel(output, to, { kept: kept.data, lost: lost.data }, scale);
  }
}

function product(value: number, factor: number): number {
  return value * factor;
}

/** What the numbers of a channel weigh before they are mixed, and what the holes would. */
function* weightPlanes(input: Image, channel: number, byAlpha: boolean): Work<[Image, Image]> {
  const { data, width, height, channels } = input;
  const layout = { width, height, channels: 1, type: 'f32' } as const;
  const [numbers, holes] = [createImage(layout), createImage(layout)];
  const some = rowsPerYield(width) * width;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    const alpha = byAlpha ? (data[at + channels - 1] as number) : 1;
    const sample = data[at + channel] as number;
    // A pixel whose alpha is a hole counts as transparent.
    const weight = Number.isNaN(alpha) ? 0 : Math.max(0, alpha);
    (Number.isNaN(sample) ? holes : numbers).data[pixel] = weight;
    if (pixel % some === 0) yield;
  }
  return [numbers, holes];
}

/** The channels of the result that are made of a channel of the picture: gray may become three colours. */
function channelsFrom(channel: number, isAlpha: boolean, input: Image, output: Image): readonly number[] {
  if (isAlpha) return [output.channels - 1];
  return input.channels < 3 && output.channels >= 3 ? [0, 1, 2] : [channel];
}

interface Weights {
  readonly kept: Samples;
  readonly lost: Samples;
}

function* scaleChannel(
  { data, width, channels }: Image,
  channel: number,
  { kept, lost }: Weights,
  { least, faint, scaled }: Required<Pick<Mixing, 'least' | 'faint' | 'scaled'>>,
): Work<void> {
  const some = rowsPerYield(width) * width;
  for (let pixel = 0; pixel < kept.length; pixel++) {
    if (pixel % some === 0) yield;
    const missing = lost[pixel] as number;
    if (missing === 0) continue;
    const left = kept[pixel] as number;
    const whole = left + missing;
    if (!(Math.abs(whole) > faint)) continue;
    const at = pixel * channels + channel;
    data[at] = left / whole >= least ? scaled(data[at] as number, whole / left) : Number.NaN;
  }
}
