import { describe, expect, it } from 'vitest';
import { scaleComponent, shrunkExtent } from '../../../src/formats/jpeg/geometry.ts';

const EXTENT = { width: 37, height: 21 };

describe('a component of a picture that is decoded smaller', () => {
  it.each([
    ['luma', [1, 1], 2, { side: 4, expand: [1, 1], width: 19, height: 11 }],
    ['luma', [1, 1], 8, { side: 1, expand: [1, 1], width: 5, height: 3 }],
    ['4:2:0', [2, 2], 1, { side: 8, expand: [2, 2], width: 19, height: 11 }],
    ['4:2:0', [2, 2], 2, { side: 8, expand: [1, 1], width: 19, height: 11 }],
    ['4:2:0', [2, 2], 8, { side: 2, expand: [1, 1], width: 5, height: 3 }],
    ['4:2:2', [2, 1], 4, { side: 2, expand: [2, 1], width: 5, height: 6 }],
    ['4:1:0', [4, 2], 4, { side: 4, expand: [2, 1], width: 5, height: 6 }],
    ['a quarter in both', [4, 4], 2, { side: 8, expand: [2, 2], width: 10, height: 6 }],
    ['a quarter in both', [4, 4], 8, { side: 4, expand: [1, 1], width: 5, height: 3 }],
    ['a third', [3, 1], 2, { side: 4, expand: [3, 1], width: 7, height: 11 }],
  ] as const)('%s, repeated %j, by %i', (_, expand, shrink, expected) => {
    expect(scaleComponent({ expand }, EXTENT, shrink)).toEqual(expected);
  });

  it('keeps what is left over as a whole sample', () => {
    expect(shrunkExtent({ width: 17, height: 16 }, 8)).toEqual({ width: 3, height: 2 });
    expect(shrunkExtent({ width: 1, height: 1 }, 8)).toEqual({ width: 1, height: 1 });
  });
});
