import { describe, expect, it } from 'vitest';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { worstDifference } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('hue', () => {
  // The first column of the matrix in floats: 0.213 + 0.787 cos - 0.213 sin and so on.
  it.each([
    [0, [1, 0, 0]],
    [90, [0, 0.356, -0.574]],
    [180, [-0.574, 0.426, 0.426]],
    [270, [0.426, 0.07, 1]],
  ])('of %d degrees turns red into %j', (angle, expected) => {
    const turned = samplesOf(row('f32', 3, [1, 0, 0]), { op: 'hue', angle });
    for (const at of [0, 1, 2]) expect(turned[at]).toBeCloseTo(expected[at] as number, 6);
  });

  it('is undone by the opposite angle', () => {
    const image = noise({ width: 64, height: 16, channels: 3, type: 'f32' });
    const there = samplesOf(image, { op: 'hue', angle: 70 }, { op: 'hue', angle: -70 });
    // The standard rounds its factors to three digits.
    for (let at = 0; at < there.length; at++)
      expect(Math.abs((there[at] as number) - (image.data[at] as number))).toBeLessThan(3e-3);
  });

  it('changes nothing at 0 and at a whole turn', () => {
    const image = noise({ width: 64, height: 64, channels: 4, type: 'u16' });
    expect(samplesOf(image, { op: 'hue' })).toEqual([...image.data]);
    expect(samplesOf(image, { op: 'hue', angle: 360 })).toEqual([...image.data]);
  });

  it.each(['u8', 'u16'] as const)('leaves every gray of %s alone', (type) => {
    const levels = everyLevel(type);
    expect(samplesOf(levels, { op: 'hue', angle: 123 })).toEqual([...levels.data]);
  });

  it('keeps luma', () => {
    const [red = 0, green = 0, blue = 0] = samplesOf(row('f32', 3, [0.7, 0.2, 0.4]), {
      op: 'hue',
      angle: 33,
    });
    const luma = 0.213 * 0.7 + 0.715 * 0.2 + 0.072 * 0.4;
    expect(0.213 * red + 0.715 * green + 0.072 * blue).toBeCloseTo(luma, 3);
  });

  it('is within a level of sharp by the same matrix, on 8 bits', async () => {
    const image = noise({ width: 512, height: 512, channels: 4, type: 'u8' }, 3);
    const plan = planSteps([{ op: 'hue', angle: 40 }], image);
    const theirs = await ((await SharpBackend.open()) as SharpBackend).process(plan, image);
    expect(worstDifference(theirs.image, runReference(plan, image)).distance).toBeLessThanOrEqual(1);
  });
});
