/**
 * Smooth curves through points: the monotone cubic of Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation" (SIAM
 * J. Numer. Anal. 17, 1980). It never goes beyond the points on its sides.
 */

/** A point of the curve, and the slope there. */
export interface Knot {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/**
 * The knots of 2 or more points, x and y one after the other, x ascending. Slopes are limited to a circle with a radius of
 * 3 around each piece's secant.
 */
export function knotsOf(points: readonly number[]): Knot[] {
  const x = points.filter((_, at) => at % 2 === 0);
  const y = points.filter((_, at) => at % 2 === 1);
  const secants = x.slice(1).map((right, at) => {
    const rise = (y[at + 1] as number) - (y[at] as number);
    return rise / (right - (x[at] as number));
  });
  const slopes = x.map((_, at) => {
    const left = secants[at - 1] ?? (secants[at] as number);
    const right = secants[at] ?? left;
    return left * right > 0 ? (left + right) / 2 : 0;
  });
  secants.forEach((secant, at) => {
    if (secant === 0) return;
    const [left, right] = [slopes[at] as number, slopes[at + 1] as number];
    const steepness = Math.hypot(left / secant, right / secant);
    if (steepness <= 3) return;
    slopes[at] = (3 * left) / steepness;
    slopes[at + 1] = (3 * right) / steepness;
  });
  return x.map((value, at) => ({ x: value, y: y[at] as number, slope: slopes[at] as number }));
}

/** The cubic Hermite pieces between knots, level outside. */
export function interpolate(knots: readonly Knot[]): (x: number) => number {
  const [first, last] = [knots[0], knots.at(-1)] as [Knot, Knot];
  return (x) => {
    // NaN is not above the first.
    if (!(x > first.x)) return first.y;
    if (x >= last.x) return last.y;
    const index = knots.findIndex((knot) => knot.x > x);
    const [left, right] = [knots[index - 1], knots[index]] as [Knot, Knot];
    const width = right.x - left.x;
    const t = (x - left.x) / width;
    const rest = 1 - t;
    const level = left.y + (right.y - left.y) * t * t * (3 - 2 * t);
    return level + width * t * rest * (rest * left.slope - t * right.slope);
  };
}
