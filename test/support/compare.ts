import { describeShape, type Image, pixelCount, type Shape } from '../../src/core/image.ts';
import { haveSameBytes } from './same-bytes.ts';

/** How far two values are apart, in the unit of an op's tolerance. */
function distance({ type }: Shape, got: number, expected: number): number {
  if (Object.is(got, expected) || got === expected) return 0;
  if (Number.isNaN(got) || Number.isNaN(expected))
    return Number.isNaN(got) === Number.isNaN(expected) ? 0 : Infinity;
  const difference = Math.abs(got - expected);
  return type === 'f32' ? difference / Math.max(1, Math.abs(expected)) : difference;
}

/** The largest distance between two pictures, and where it is; shapes must agree. */
export function worstDifference(
  got: Image,
  expected: Image,
): { readonly distance: number; readonly where: string } {
  if (describeShape(got) !== describeShape(expected)) {
    return { distance: Infinity, where: `got ${describeShape(got)}, expected ${describeShape(expected)}` };
  }
  if (haveSameBytes(got.data, expected.data)) return { distance: 0, where: 'nowhere' };
  let worst = 0;
  let worstAt = 0;
  for (let at = 0; at < expected.data.length; at++) {
    const apart = distance(expected, got.data[at] as number, expected.data[at] as number);
    if (apart > worst) {
      worst = apart;
      worstAt = at;
    }
  }
  const pixel = Math.floor(worstAt / expected.channels);
  const [x, y] = [pixel % expected.width, Math.floor(pixel / expected.width)];
  const where = `(${x}, ${y}) channel ${worstAt % expected.channels}: got ${got.data[worstAt]}, expected ${expected.data[worstAt]}`;
  return { distance: worst, where: pixelCount(expected) === 0 ? 'no pixels' : where };
}

/** Fails with the place of the worst pixel when two pictures are further apart than the tolerance. */
export function expectClose(got: Image, expected: Image, tolerance: number, what: string): void {
  const { distance: worst, where } = worstDifference(got, expected);
  if (worst > tolerance)
    throw new Error(`${what}: ${worst} apart where ${tolerance} is allowed, at ${where}`);
}
