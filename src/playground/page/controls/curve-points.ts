/** The points of a curve, as somebody moves, adds and removes them. They keep their order. No DOM. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Distance along x that two points keep at least. */
const APART = 0.01;

/** Points from `x, y` one after the other. Undefined for anything else. */
export function readPoints(value: unknown): readonly Point[] | undefined {
  if (!Array.isArray(value) || value.length < 4 || value.length % 2 === 1) return undefined;
  if (!value.every((number) => typeof number === 'number' && number >= 0 && number <= 1)) return undefined;
  const points = Array.from({ length: value.length / 2 }, (_, at) => ({
    x: value[2 * at],
    y: value[2 * at + 1],
  }));
  return points.every(({ x }, at) => at === 0 || x > (points[at - 1] as Point).x) ? points : undefined;
}

/** The numbers that the server takes. */
export function writePoints(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [round(x), round(y)]);
}

/** The points with one of them moved, as far as its neighbours leave room. */
export function movePoint(points: readonly Point[], at: number, to: Point): readonly Point[] {
  const low = at === 0 ? 0 : (points[at - 1] as Point).x + APART;
  const high = at === points.length - 1 ? 1 : (points[at + 1] as Point).x - APART;
  const moved = { x: Math.max(low, Math.min(high, to.x)), y: Math.max(0, Math.min(1, to.y)) };
  return points.map((point, index) => (index === at ? moved : point));
}

/** The points with a new one, and its place among them. Undefined where there is no room for it. */
export function addPoint(
  points: readonly Point[],
  point: Point,
): { points: readonly Point[]; at: number } | undefined {
  if (points.some(({ x }) => Math.abs(x - point.x) < APART)) return undefined;
  const at = points.filter(({ x }) => x < point.x).length;
  return { points: points.toSpliced(at, 0, point), at };
}

/** The place of the point that is nearest, if one is within a distance. */
export function nearestPoint(points: readonly Point[], { x, y }: Point, within: number): number | undefined {
  const distances = points.map((point) => Math.hypot(point.x - x, point.y - y));
  const least = Math.min(...distances);
  return least <= within ? distances.indexOf(least) : undefined;
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
