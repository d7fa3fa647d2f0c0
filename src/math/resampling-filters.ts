/** Resampling filters: the weight of a sample by its distance. */

/** A resampling filter: its value at a distance from the centre. It is 0 from `support` on. */
interface Filter {
  readonly support: number;
  value(distance: number): number;
}

/** Filters by sharp's names. `nearest` has no weights. */
export const FILTERS = {
  lanczos3: lanczos(3),
  lanczos2: lanczos(2),
  mitchell: spline(1 / 3, 1 / 3),
  cubic: spline(0, 1 / 2),
  linear: { support: 1, value: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  mks2013: magic([
    [1 / 2, 17 / 16, 0, -7 / 4],
    [3 / 2, 7 / 4, -11 / 4, 1],
    [5 / 2, -25 / 32, 5 / 8, -1 / 8],
  ]),
  mks2021: magic([
    [1 / 2, 577 / 576, 0, -239 / 144],
    [3 / 2, 239 / 144, -379 / 144, 35 / 36],
    [5 / 2, -65 / 72, 113 / 144, -1 / 6],
    [7 / 2, 5 / 16, -3 / 16, 1 / 36],
    [9 / 2, -9 / 128, 1 / 32, -1 / 288],
  ]),
} as const satisfies Record<string, Filter>;

export type ResamplingFilter = keyof typeof FILTERS | 'nearest';

/** The first is the default. */
export const RESAMPLING_FILTERS = [
  'lanczos3',
  'lanczos2',
  'mitchell',
  'cubic',
  'linear',
  'nearest',
  'mks2013',
  'mks2021',
] as const satisfies readonly ResamplingFilter[];

/**
 * Piecewise cubics: D. Mitchell and A. Netravali, "Reconstruction Filters in Computer Graphics", SIGGRAPH 1988,
 * equation 8. They recommend B = C = 1/3. B = 0, C = 1/2 is the Catmull-Rom spline.
 */
function spline(b: number, c: number): Filter {
  return {
    support: 2,
    value(distance) {
      const x = Math.abs(distance);
      if (x >= 2) return 0;
      const [cubic, square, linear, constant] =
        x < 1
          ? [12 - 9 * b - 6 * c, -18 + 12 * b + 6 * c, 0, 6 - 2 * b]
          : [-b - 6 * c, 6 * b + 30 * c, -12 * b - 48 * c, 8 * b + 24 * c];
      return (((cubic * x + square) * x + linear) * x + constant) / 6;
    },
  };
}

/**
 * Magic Kernel Sharp: J. Costella, "The magic kernel" (2021), versions 2013 and 2021. A quadratic B-spline,
 * sharpened for an even frequency response. `pieces` are parabolas: end, then coefficients from the constant on.
 */
function magic(pieces: readonly (readonly [end: number, a: number, b: number, c: number])[]): Filter {
  return {
    support: pieces.length - 1 / 2,
    value(distance) {
      const x = Math.abs(distance);
      const [, a, b, c] = pieces.find(([end]) => x < end) ?? [0, 0, 0, 0];
      return (c * x + b) * x + a;
    },
  };
}

/**
 * The Lanczos filter: C. Duchon, "Lanczos Filtering in One and Two Dimensions", Journal of Applied Meteorology 18,
 * 1979.
 */
function lanczos(lobes: number): Filter {
  const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  return {
    support: lobes,
    value: (distance) => (Math.abs(distance) < lobes ? sinc(distance) * sinc(distance / lobes) : 0),
  };
}

/** Distance in input samples up to which an output reads. */
export function reachOf(filter: ResamplingFilter, scale: number): number {
  return filter === 'nearest' ? 1 : FILTERS[filter].support * Math.max(1, scale);
}
