/** Separable convolution in f64, the obvious way: the reference of blurs. */
import { rowsPerYield, toEnd, type Work } from '../../core/turns.ts';

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/** Filters samples along the rows and then down the columns. Beyond the edges the nearest sample counts. */
export function convolveSeparablyExactly(
  samples: Float64Array,
  layout: Layout,
  weights: Float64Array,
): Float64Array {
  return toEnd(convolveSeparablyInTurns(samples, layout, weights));
}

/** As `convolveSeparablyExactly`, for a kernel that has to do the same. */
export function* convolveSeparablyInTurns(
  samples: Float64Array,
  { width, height, channels }: Layout,
  weights: Float64Array,
): Work<Float64Array> {
  const length = width * channels;
  // A tap of a sample takes several nanoseconds.
  const some = channels * rowsPerYield(weights.length, 2 ** 18);
  function* filter(from: Float64Array, size: number, step: number): Work<Float64Array> {
    const to = new Float64Array(length * height);
    for (let first = 0; first < to.length; first += some) {
      filterSome(from, { size, step, weights }, first, to.subarray(first, first + some));
      yield;
    }
    return to;
  }
  return yield* filter(yield* filter(samples, width, channels), height, length);
}

/** The axis that is filtered. */
interface Axis {
  /** Samples along the axis, and the distance from one to the next. */
  readonly size: number;
  readonly step: number;
  readonly weights: Float64Array;
}

/** Computes the samples from `start` on. */
function filterSome(
  from: Float64Array,
  { size, step, weights }: Axis,
  start: number,
  to: Float64Array,
): void {
  const radius = (weights.length - 1) / 2;
  for (let index = 0; index < to.length; index++) {
    const place = Math.floor((start + index) / step) % size;
    const first = start + index - place * step;
    to[index] = weights.reduce((sum, weight, tap) => {
      const other = Math.max(0, Math.min(size - 1, place + tap - radius));
      return sum + weight * (from[first + other * step] as number);
    }, 0);
  }
}
