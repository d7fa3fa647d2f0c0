/** The geometry of a resize: the scaled picture, the part of it that is shown, and the weights of both axes. */
import { type Extent, hasAlpha, type Shape } from '../../core/image.ts';
import type { ResamplingFilter } from '../../math/resampling-filters.ts';
import { type Weights, weightsFor } from '../../math/resampling-weights.ts';

interface Place {
  readonly left: number;
  readonly top: number;
}

/** How a picture is scaled, which part of the scaled picture is shown, and where that lies in the result. */
export interface Resampling {
  readonly kernel: ResamplingFilter;
  /** Whether linear light is filtered, in fractions of white. */
  readonly linear: boolean;
  readonly scaled: Extent;
  /** Columns and rows of the input for each of the scaled picture; by default all, spread evenly. */
  readonly factors?: { readonly across: number; readonly down: number };
  /** Columns and rows of the input that show the picture, if the last ones do so only in part; by default all. */
  readonly covered?: Extent;
  readonly part: Place & Extent;
  readonly place: Place;
  /** Red, green, blue and alpha of the result around the part. */
  readonly background: readonly number[];
}

/** Scaling along one axis. */
export interface Axis {
  readonly vertical: boolean;
  readonly weights: Weights;
  /** Extent of the picture once it is scaled along this axis. */
  readonly extent: Extent;
}

/** Columns and rows of the input for each of the scaled picture. */
export function factorsOf(input: Extent, { scaled, factors }: Resampling) {
  return factors ?? { across: input.width / scaled.width, down: input.height / scaled.height };
}

/** Both axes, in the order that makes the smaller intermediate picture. */
export function axesOf(input: Extent, plan: Resampling): readonly [Axis, Axis] {
  const { kernel, scaled, part, covered = input } = plan;
  const { across, down } = factorsOf(input, plan);
  const [left, top] = [
    { from: part.left, size: part.width },
    { from: part.top, size: part.height },
  ];
  const columns = weightsFor(input.width, scaled.width, kernel, {
    ...left,
    scale: across,
    covered: covered.width,
  });
  const rows = weightsFor(input.height, scaled.height, kernel, {
    ...top,
    scale: down,
    covered: covered.height,
  });
  const tall = { width: part.width, height: input.height };
  const wide = { width: input.width, height: part.height };
  return wide.width * wide.height <= tall.width * tall.height
    ? [
        { vertical: true, weights: rows, extent: wide },
        { vertical: false, weights: columns, extent: part },
      ]
    : [
        { vertical: false, weights: columns, extent: tall },
        { vertical: true, weights: rows, extent: part },
      ];
}

/** Whether pixels are filtered at all: a picture that keeps its size stays as it is. */
export function changesSize(input: Extent, scaled: Extent): boolean {
  return scaled.width !== input.width || scaled.height !== input.height;
}

/** Whether colours are weighted by their alpha. */
export function weighsAlpha(input: Shape, { scaled }: Resampling): boolean {
  return hasAlpha(input.channels) && changesSize(input, scaled);
}
