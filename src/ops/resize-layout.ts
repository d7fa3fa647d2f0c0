import { invalidParameters } from '../core/errors.ts';
import type { Extent, Shape } from '../core/image.ts';
import { quantize } from '../core/pixel.ts';
import { changesSize, type Resampling } from '../kernels/resampling.ts';
import type { KernelName } from '../math/kernels.ts';
import { type Color, colorLevels } from './fields.ts';
import { cutBefore, type Position, padBefore } from './placement.ts';

/** Pixels along a side of a result at most. */
export const MAX_SIDE = 16384;

type Fit = 'cover' | 'contain' | 'fill' | 'inside' | 'outside';

/** What a resize asks for; sides are pixels, or percent of the input's as in `50%` and `50p`. */
export interface Wanted {
  readonly width?: number | string | undefined;
  readonly height?: number | string | undefined;
  readonly fit: Fit;
  readonly position: Position;
  readonly kernel: KernelName;
  readonly light: 'srgb' | 'linear';
  readonly withoutEnlargement: boolean;
  readonly withoutReduction: boolean;
  readonly background: Color;
  readonly fastShrinkOnLoad?: boolean;
  /** Extent that the picture would have, had it not been decoded smaller than it is. */
  readonly original?: Extent;
}

type Sides = Record<'width' | 'height', number | undefined>;

/** The sides that were asked for, in pixels. */
export function sidesOf(input: Extent, params: Wanted): Sides {
  const pixels = (name: 'width' | 'height') => {
    const value = params[name];
    if (typeof value !== 'string') return value;
    const side = Math.max(1, Math.floor((input[name] * Number.parseFloat(value)) / 100 + 0.5));
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
  const { across, down } = factorsFor(params.original ?? input, params);
  // Times the reciprocal, as libvips does it: halves round otherwise.
  const side = (length: number, factor: number) => Math.max(1, Math.floor(length * (1 / factor) + 0.5));
  const { width, height } = params.original ?? input;
  return { width: side(width, across), height: side(height, down) };
}

/**
 * The part of its side to which a JPEG may be decoded at once, so that something is left to shrink: 1, 2, 4 or 8. As
 * sharp's `fastShrinkOnLoad` has it, which goes no further than to a half more than what was asked for.
 */
export function shrinkOnLoad(input: Extent, params: Wanted): 1 | 2 | 4 | 8 {
  if (params.fastShrinkOnLoad !== true || params.kernel === 'nearest' || params.light === 'linear') return 1;
  const { across, down } = factorsFor(input, params);
  const least = Math.min(across, down);
  if (least >= 9) return 8;
  if (least >= 5) return 4;
  return least >= 3 ? 2 : 1;
}

/** Extent of the result: what is left of the scaled picture, or that with background around it. */
export function framedExtent(input: Extent, scaled: Extent, params: Wanted): Extent {
  const { width, height } = sidesOf(params.original ?? input, params);
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
  const { original } = params;
  const { across, down } = factorsFor(original ?? input, params);
  if (!original) return { factors: { across, down } };
  const shrink = shrinkOnLoad(original, params);
  const covered = { width: original.width / shrink, height: original.height / shrink };
  return { factors: { across: across / shrink, down: down / shrink }, covered };
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
