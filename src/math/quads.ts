/** Quadrilaterals and the projective maps onto them. */
import type { Homography } from './positions.ts';

/** Corners as x, y pairs: top left, top right, bottom right, bottom left. */
export type Quad = readonly number[];

/** Smallest allowed ratio of a quad's smallest to its largest corner triangle. Flatter quads count as lines. */
const FLATTEST = 1e-6;

/** Whether the quad is strictly convex: no three corners in a line, no crossing sides. */
export function isConvex(quad: Quad): boolean {
  const at = (index: number) => quad[index % 8] as number;
  const turns = [0, 2, 4, 6].map((i) => {
    const [x, y] = [at(i + 2) - at(i), at(i + 3) - at(i + 1)];
    const [nextX, nextY] = [at(i + 4) - at(i + 2), at(i + 5) - at(i + 3)];
    return x * nextY - y * nextX;
  });
  const largest = Math.max(...turns.map(Math.abs));
  const least = Math.max(FLATTEST * largest, Number.MIN_VALUE);
  return turns.every((turn) => turn >= least) || turns.every((turn) => turn <= -least);
}

/**
 * Maps the unit square to a quad: P. Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section
 * 2.2.3.
 */
export function squareToQuad(quad: Quad): Homography {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = quad;
  const [sumX, sumY] = [x0 - x1 + x2 - x3, y0 - y1 + y2 - y3];
  const [dx1, dy1, dx2, dy2] = [x1 - x2, y1 - y2, x3 - x2, y3 - y2];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sumX * dy2 - dx2 * sumY) / determinant;
  const h = (dx1 * sumY - sumX * dy1) / determinant;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
}

/** The inverse up to a factor: the adjugate, which involves no division by a small determinant. */
export function inverted([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0]: Homography) {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ] as const;
}
