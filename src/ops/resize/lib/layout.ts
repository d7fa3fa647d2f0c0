/** Lays out a resize: sides, fit, position, and what a decoder may shrink. */
import { invalidParameters } from '../../../core/errors.ts';
import type { Extent, Shape } from '../../../core/image.ts';
import { quantize } from '../../../core/pixel.ts';
import type { Shrink } from '../../../formats/format.ts';
import { changesSize, type Resampling } from '../../../kernels/resize/resampling.ts';
import type { ResamplingFilter } from '../../../math/resampling-filters.ts';
import { type Color, colorLevels } from '../../lib/fields.ts';
import { cutBefore, type Position, padBefore } from '../../lib/placement.ts';

/** Pixels along a side of a result at most. */
export const MAX_SIDE = 16384;

type Fit = 'cover' | 'contain' | 'fill' | 'inside' | 'outside';

/** How a picture was decoded that is smaller than its file says. */
export interface Decoded {
  /** Extent that it would have otherwise. */
  readonly original: Extent;
  /** How many of its columns and rows the original takes: fewer than it has where a decoder rounds up, more where one rounds down. */
  readonly covered: Extent;
  /** The columns and rows, counted from the first ones, around the original's middle. Those covered, unless some lack in front. */
  readonly centred?: Extent | undefined;
}

/** What a resize asks for; sides are pixels, or percent of the input's as in `50%` and `50p`. */
export interface Wanted {
  readonly width?: number | string | undefined;
  readonly height?: number | string | undefined;
  readonly fit: Fit;
  readonly position: Position;
  readonly kernel: ResamplingFilter;
  readonly light: 'srgb' | 'linear';
  readonly withoutEnlargement: boolean;
  readonly withoutReduction: boolean;
  readonly background: Color;
  readonly fastShrinkOnLoad?: boolean;
  /** Set for a picture that was decoded smaller than it is. */
  readonly decoded?: Decoded;
}

type Sides = Record<'width' | 'height', number | undefined>;

/** The sides that were asked for, in pixels. */
export function sidesOf(input: Extent, params: Wanted): Sides {
  const pixels = (name: 'width' | 'height') => {
    const value = params[name];
    if (typeof value !== 'string') return value;
    const side = Math.max(1, roundHalfUp((input[name] * Number.parseFloat(value)) / 100));
    if (side <= MAX_SIDE) return side;
    const reason = `expected at most ${MAX_SIDE} pixels, received ${value} of ${input[name]}`;
    throw invalidParameters([{ pointer: `/${name}`, reason }]);
  };
  return { width: pixels('width'), height: pixels('height') };
}

/** Columns and rows of the picture for each of the scaled one: not more than there are. */
export function factorsFor(input: Extent, params: Wanted): { across: number; down: number } {
  const { fit, withoutEnlargement, withoutReduction } = params;
  const { width, height } = sidesOf(input, params);
  let across = width === undefined ? undefined : input.width / width;
  let down = height === undefined ? undefined : input.height / height;
  if (fit === 'fill') {
    across ??= 1;
    down ??= 1;
  } else if (across === undefined || down === undefined) {
    across = down = across ?? down ?? 1;
  } else {
    const pick = fit === 'cover' || fit === 'outside' ? Math.min : Math.max;
    across = down = pick(across, down);
  }
  const shrink = (factor: number) => {
    if (withoutReduction) return Math.min(1, factor);
    return withoutEnlargement ? Math.max(1, factor) : factor;
  };
  return { across: Math.min(input.width, shrink(across)), down: Math.min(input.height, shrink(down)) };
}

/** Extent of the whole picture once it is scaled. */
export function scaledExtent(input: Extent, params: Wanted): Extent {
  const { across, down } = factorsFor(params.decoded?.original ?? input, params);
  const { width, height } = params.decoded?.original ?? input;
  return {
    width: scaledLength(width, across, params.kernel),
    height: scaledLength(height, down, params.kernel),
  };
}

/**
 * Length of a side once it is scaled, in the arithmetic of libvips 8.18: sharp takes the reciprocal of the
 * factor, and where the picture shrinks, `vips_resize` takes the reciprocal of that again. The errors of these steps
 * decide whether an exact half is rounded up. For `nearest`, libvips first keeps one pixel of each whole block.
 */
function scaledLength(length: number, factor: number, kernel: ResamplingFilter): number {
  const { kept, scale } =
    kernel === 'nearest' ? subsampled(length, 1 / factor) : { kept: length, scale: 1 / factor };
  return roundHalfUp(scale < 1 ? kept / (1 / Math.max(scale, 1 / kept)) : kept * scale);
}

/** How much of a side `vips_subsample` keeps, and the scale that is left for it. */
function subsampled(length: number, scale: number): { kept: number; scale: number } {
  const step = Math.max(1, Math.floor(length / roundHalfUp(length * scale) / GAP));
  return { kept: Math.floor(length / step), scale: scale * step };
}

/** The factor that libvips leaves for the kernel when it averages or skips whole blocks first (`gap` of vips_resize). */
export const GAP = 2;

function roundHalfUp(value: number): number {
  return Math.floor(value + 0.5);
}

/**
 * The factor that must be left for the kernel, so that the result is 40 dB from that of the whole picture. From 1.6 on,
 * photos of 2 to 20 megapixels are 44 to 57 dB from it, and the most detailed of the Kodak photos 39. sharp leaves as
 * little as 1.125, which is right for pictures of little detail only: 43 to 51 dB, and 34 to 38 for others.
 */
export const LEAST_LEFT = 1.6;

/** `Header.detail` up to which a picture has little detail. */
export const LITTLE_DETAIL = 0.56;

/**
 * What a decoder may divide the sides of a JPEG by, so that something is left to shrink: for pictures of little detail
 * as sharp's `fastShrinkOnLoad` has it. `detail` as in the file's header.
 */
export function shrinkOnLoad(input: Extent, params: Wanted, detail: number): Shrink {
  if (params.fastShrinkOnLoad !== true || params.kernel === 'nearest' || params.light === 'linear') return 1;
  const { across, down } = factorsFor(input, params);
  const least = Math.min(across, down);
  const leavesEnough = (shrink: number) =>
    detail <= LITTLE_DETAIL ? least >= shrink + 1 : least >= LEAST_LEFT * shrink && least >= shrink + 1;
  return ([8, 4, 2] as const).find(leavesEnough) ?? 1;
}

/** Extent of the result: what is left of the scaled picture, or that with background around it. */
export function framedExtent(input: Extent, scaled: Extent, params: Wanted): Extent {
  const { width, height } = sidesOf(params.decoded?.original ?? input, params);
  const { fit } = params;
  const pick = fit === 'cover' ? Math.min : Math.max;
  if (fit !== 'cover' && fit !== 'contain') return scaled;
  return {
    width: pick(scaled.width, width ?? scaled.width),
    height: pick(scaled.height, height ?? scaled.height),
  };
}

/** The factors of the whole picture, for one that is smaller since it was decoded so, and how much of it is real. */
function factorsWithin(input: Extent, params: Wanted): Pick<Resampling, 'factors' | 'covered'> {
  const { decoded } = params;
  const { across, down } = factorsFor(decoded?.original ?? input, params);
  if (!decoded) return { factors: { across, down } };
  const { original, covered, centred = covered } = decoded;
  const factors = {
    across: (across * covered.width) / original.width,
    down: (down * covered.height) / original.height,
  };
  return { factors, covered: centred };
}

/** Which part of the scaled picture is wanted, and where it lies in the result. */
export function layOut(input: Shape, params: Wanted): Resampling {
  const scaled = scaledExtent(input, params);
  const { width, height } = framedExtent(input, scaled, params);
  const across = { axis: 0, picture: scaled.width, frame: width } as const;
  const down = { axis: 1, picture: scaled.height, frame: height } as const;
  return {
    kernel: params.kernel,
    linear: params.light === 'linear' && changesSize(input, scaled),
    scaled,
    ...factorsWithin(input, params),
    part: {
      left: cutBefore(params.position, across),
      top: cutBefore(params.position, down),
      width: Math.min(width, scaled.width),
      height: Math.min(height, scaled.height),
    },
    place: { left: padBefore(params.position, across), top: padBefore(params.position, down) },
    background: colorLevels(params.background, input.type).map((level) => quantize(input.type, level)),
  };
}
