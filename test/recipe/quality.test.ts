import { expect, it } from 'vitest';
import { qualityFor } from '../../src/recipe/quality.ts';

const LOOKS = Array.from({ length: 100 }, (_, index) => index + 1);

it('a better look has no lower quality in any format, and JPEG has its own', () => {
  for (const format of ['webp', 'avif'] as const) {
    const qualities = LOOKS.map((look) => qualityFor(format, look));
    expect(qualities).toEqual(qualities.toSorted((a, b) => a - b));
    expect([qualities[0], qualities.every((quality) => quality >= 1 && quality <= 100)]).toEqual([1, true]);
  }
  expect(LOOKS.map((look) => qualityFor('jpeg', look))).toEqual(LOOKS);
});

it('between two measured qualities lies a straight line', () => {
  expect([75, 78, 80].map((look) => qualityFor('avif', look))).toEqual([61, 63, 65]);
});
