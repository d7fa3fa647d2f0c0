/** Resampling filters, and the weights that they give for resizing a row or column. */

/** A resampling filter: its value at a distance from the centre. It is 0 from `support` on. */
interface Filter {
  readonly support: number;
  value(distance: number): number;
}

/** Filters by sharp's names. `nearest` has no weights. */
const FILTERS = {
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

/** The inputs of each output, with their weights. */
export interface Weights {
  /** Inputs per output. All of them exist; some may have weight 0. */
  readonly taps: number;
  /** First input of each output, in non-decreasing order. */
  readonly starts: Int32Array;
  /** `taps` weights per output. They sum to 1. */
  readonly weights: Float64Array;
}

/** The wanted outputs. */
interface Part {
  readonly from: number;
  readonly size: number;
  /** Inputs per output. If it is not `inSize / outSize`, the picture is centred. */
  readonly scale?: number;
  /** Number of inputs that the picture covers, if it covers the last one only in part. Default: all. */
  readonly covered?: number;
}

/** Cached weight tables. A large one takes a megabyte. */
const CACHED = 32;

const cache = new Map<string, Weights>();

/**
 * Weights for resampling `inSize` samples to `outSize`. Output `i` is centred at `(i + 0.5) * scale - 0.5`, shifted
 * by half the difference between what the outputs cover and the picture. When shrinking, the filter is widened by
 * `scale`. Inputs beyond the ends have no weight; the others are normalised.
 */
export function weightsFor(
  inSize: number,
  outSize: number,
  filter: ResamplingFilter,
  { from, size, scale = inSize / outSize, covered = inSize }: Part = { from: 0, size: outSize },
): Weights {
  const key = `${inSize}>${outSize} ${scale} ${covered} ${filter} ${from}+${size}`;
  const made = cache.get(key) ?? makeWeights(inSize, outSize, filter, { from, size, scale, covered });
  cache.delete(key);
  cache.set(key, made);
  for (const oldest of cache.keys()) {
    if (cache.size <= CACHED) break;
    cache.delete(oldest);
  }
  return made;
}

function makeWeights(
  inSize: number,
  outSize: number,
  filter: ResamplingFilter,
  { from, size, scale, covered }: Required<Part>,
): Weights {
  const shift = (outSize * scale - covered) / 2;
  // A row that keeps its length needs no interpolation, whatever the filter.
  if (filter === 'nearest' || inSize === outSize) {
    const every = inSize / outSize;
    const starts = Int32Array.from({ length: size }, (_, index) =>
      Math.min(inSize - 1, Math.floor((from + index + 0.5) * every)),
    );
    return { taps: 1, starts, weights: new Float64Array(size).fill(1) };
  }
  const { value } = FILTERS[filter];
  const width = Math.max(1, scale);
  const reach = reachOf(filter, scale);
  const centreOf = (index: number) => (from + index + 0.5) * scale - 0.5 - shift;
  const firsts = Int32Array.from({ length: size }, (_, i) => Math.max(0, Math.ceil(centreOf(i) - reach)));
  const lasts = firsts.map((_, i) => Math.min(inSize - 1, Math.floor(centreOf(i) + reach)));
  const taps = firsts.reduce((most, first, i) => Math.max(most, (lasts[i] as number) - first + 1), 1);
  const weights = new Float64Array(size * taps);
  const starts = firsts.map((first) => Math.min(first, inSize - taps));
  starts.forEach((start, i) => {
    const row = weights.subarray(i * taps, (i + 1) * taps);
    for (let at = firsts[i] as number; at <= (lasts[i] as number); at++) {
      row[at - start] = value((at - centreOf(i)) / width);
    }
    const sum = row.reduce((total, weight) => total + weight, 0);
    row.forEach((weight, at) => {
      row[at] = weight / sum;
    });
  });
  return { taps, starts, weights };
}

/**
 * Premultiplied colours are divided by the sum of weighted alphas. Where a filter has negative weights that sum may
 * almost cancel, and the quotient would be noise. So the divisor is at least the absolute sum divided by this
 * number.
 */
export const CANCELLED = 8;

/** Computes the pixel at `at` from pixels at `offsets` after `first`, with the weights of output `index`. */
type Mix = (
  from: Float64Array,
  first: number,
  offsets: Int32Array,
  weights: Weights,
  index: number,
  to: Float64Array,
  at: number,
  channels: number,
) => void;

/** Mixes each channel independently. */
export const mixStraight: Mix = (from, first, offsets, { taps, weights }, index, to, at, channels) => {
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const weight = weights[index * taps + tap] as number;
      if (weight !== 0) sum += weight * (from[first + (offsets[tap] as number) + channel] as number);
    }
    to[at + channel] = sum;
  }
};

/** Mixes colours weighted by alpha. Transparent results are black. */
export const mixByAlpha: Mix = (from, first, offsets, { taps, weights }, index, to, at, channels) => {
  let red = 0;
  let green = 0;
  let blue = 0;
  let alpha = 0;
  let absolute = 0;
  const last = channels - 1;
  for (let tap = 0; tap < taps; tap++) {
    const weight = weights[index * taps + tap] as number;
    if (weight === 0) continue;
    const pixel = first + (offsets[tap] as number);
    const part = weight * (from[pixel + last] as number);
    // Skips transparent pixels, whatever colour they hold.
    if (part === 0) continue;
    red += part * (from[pixel] as number);
    if (last === 3) {
      green += part * (from[pixel + 1] as number);
      blue += part * (from[pixel + 2] as number);
    }
    alpha += part;
    absolute += Math.abs(part);
  }
  const whole = Math.max(alpha, absolute / CANCELLED);
  to[at] = alpha > 0 ? red / whole : 0;
  if (last === 3) {
    to[at + 1] = alpha > 0 ? green / whole : 0;
    to[at + 2] = alpha > 0 ? blue / whole : 0;
  }
  to[at + last] = alpha;
};

/** `mixStraight` for a row of three-channel pixels. Reads each weight once. */
export function mixThree(from: Float64Array, to: Float64Array, { taps, starts, weights }: Weights): void {
  for (let x = 0; x < starts.length; x++) {
    let [red, green, blue] = [0, 0, 0];
    let pixel = 3 * (starts[x] as number);
    for (let tap = x * taps; tap < (x + 1) * taps; tap++) {
      const weight = weights[tap] as number;
      // Pixels of weight 0 may hold NaN.
      if (weight !== 0) {
        red += weight * (from[pixel] as number);
        green += weight * (from[pixel + 1] as number);
        blue += weight * (from[pixel + 2] as number);
      }
      pixel += 3;
    }
    to[3 * x] = red;
    to[3 * x + 1] = green;
    to[3 * x + 2] = blue;
  }
}
