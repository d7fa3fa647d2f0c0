import { invalidParameters } from '../core/errors.ts';
import type { Extent, Shape } from '../core/image.ts';
import { quantize } from '../core/pixel.ts';
import { changesSize, type Resampling } from '../kernels/resample.ts';
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
}

type Sides = Record<'width' | 'height', number | undefined>;

/** The sides that were asked for, in pixels. */
function sidesOf(input: Extent, params: Wanted): Sides {
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

/** Extent of the whole picture once it is scaled. */
export function scaledExtent(input: Extent, params: Wanted): Extent {
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
  // Times the reciprocal, as libvips does it: halves round otherwise.
  const side = (length: number, factor: number) =>
    Math.max(1, Math.floor(length * (1 / Math.min(length, shrink(factor))) + 0.5));
  return { width: side(input.width, across), height: side(input.height, down) };
}

/** Extent of the result: what is left of the scaled picture, or that with background around it. */
export function framedExtent(input: Extent, scaled: Extent, params: Wanted): Extent {
  const { width, height } = sidesOf(input, params);
  const { fit } = params;
  const pick = fit === 'cover' ? Math.min : Math.max;
  if (fit !== 'cover' && fit !== 'contain') return scaled;
  return {
    width: pick(scaled.width, width ?? scaled.width),
    height: pick(scaled.height, height ?? scaled.height),
  };
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
