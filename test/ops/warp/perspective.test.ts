import { expect, it } from 'vitest';
import { inverted, squareToQuad } from '../../../src/math/quads.ts';
import { planSteps } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { samplesOf } from '../run.ts';

const SAME = [0, 0, 1, 0, 1, 1, 0, 1];
const image = noise({ width: 13, height: 7, channels: 3, type: 'u16' });

it('changes nothing where corners stay, and mirrors where they change sides', () => {
  for (const rectify of [false, true]) {
    expect(samplesOf(image, { op: 'perspective', corners: SAME, rectify })).toEqual([...image.data]);
    const mirrored = { op: 'perspective' as const, corners: [1, 0, 0, 0, 0, 1, 1, 1], rectify };
    expect(samplesOf(image, mirrored)).toEqual(samplesOf(image, { op: 'flop' }));
  }
});

it('cuts a rectangle out like extract', () => {
  const corners = [2 / 13, 1 / 7, 10 / 13, 1 / 7, 10 / 13, 5 / 7, 2 / 13, 5 / 7];
  const frame = { rectify: true, width: 8, height: 4 };
  const cut = { op: 'perspective' as const, corners, ...frame, interpolator: 'bicubic' as const };
  const expected = samplesOf(image, { op: 'extract', left: 2, top: 1, width: 8, height: 4 });
  samplesOf(image, cut).forEach((value, at) => {
    expect(Math.abs(value - (expected[at] ?? 0))).toBeLessThanOrEqual(1);
  });
});

it('moves corners where it should, and back', () => {
  const quad = [0.1, 0.2, 0.9, 0, 1.2, 0.95, 0, 0.7];
  const send = (map: readonly number[], x: number, y: number) => {
    const at = (row: number) =>
      (map[row] as number) * x + (map[row + 1] as number) * y + (map[row + 2] as number);
    return [at(0) / at(6), at(3) / at(6)] as const;
  };
  const square = [0, 0, 1, 0, 1, 1, 0, 1];
  for (let corner = 0; corner < 8; corner += 2) {
    const [x, y] = send(squareToQuad(quad), square[corner] as number, square[corner + 1] as number);
    expect([x, y]).toEqual([expect.closeTo(quad[corner] ?? 0), expect.closeTo(quad[corner + 1] ?? 0)]);
    const back = send(inverted(squareToQuad(quad)), x, y);
    expect(back).toEqual([expect.closeTo(square[corner] ?? 0), expect.closeTo(square[corner + 1] ?? 0)]);
  }
});

it.each([
  ['three corners in a line', [0, 0, 0.5, 0, 1, 0, 0, 1]],
  ['sides that cross', [0, 0, 1, 0, 0, 1, 1, 1]],
  ['a dent', [0, 0, 1, 0, 0.2, 0.2, 0, 1]],
  ['one point', [1, 1, 1, 1, 1, 1, 1, 1]],
])('refuses %s', (_, corners) => {
  expect(() => planSteps([{ op: 'perspective', corners }], image)).toThrow(
    expect.objectContaining({
      code: 'invalid-parameter',
      errors: [expect.objectContaining({ pointer: '/steps/0/corners' })],
    }),
  );
});
