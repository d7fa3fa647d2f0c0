import { describe, expect, it } from 'vitest';
import { toEncoded, toLinear } from '../../../src/math/srgb.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('highlights', () => {
  it.each([
    [0, 0],
    [0.5, -0.25],
    [0.8, -0.64],
    [1, -1],
    [2, -1],
  ])('moves a gray of %d by %d stops', (gray, stops) => {
    const [lowered] = samplesOf(row('f32', 1, [gray]), { op: 'highlights', amount: -1 });
    expect(lowered).toBeCloseTo(toEncoded(toLinear(gray) * 2 ** stops), 6);
  });

  it.each([-1, 1])('keeps the order of all grays of 16 bits at %d', (amount) => {
    const grays = samplesOf(everyLevel('u16'), { op: 'highlights', amount });
    expect(grays.findIndex((gray, at) => gray < (grays[at - 1] ?? 0))).toBe(-1);
  });

  it('goes by the luminance of the pixel, not by each channel', () => {
    // Blue weighs 0.0722: a tone of 0.298 for light of 1.
    const [, , blue] = samplesOf(row('f32', 3, [0, 0, 1]), { op: 'highlights', amount: -1 });
    expect(blue).toBeCloseTo(toEncoded(2 ** -(toEncoded(0.0722) ** 2)), 6);
  });

  it('does nothing by default', () => {
    expect(samplesOf(everyLevel('u16'), { op: 'highlights' })).toEqual([...everyLevel('u16').data]);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 2, [255, 9]), { op: 'highlights', amount: -1 })[1]).toBe(9);
  });
});
