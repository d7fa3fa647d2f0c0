import { describe, expect, it } from 'vitest';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { worstDifference } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('saturation', () => {
  // 255 * 0.2126, 0.7152 and 0.0722: 54.2, 182.4 and 18.4.
  it('of 0 makes luma of pure red, green and blue', () => {
    const primaries = row('u8', 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(samplesOf(primaries, { op: 'saturation', factor: 0 })).toEqual([
      54, 54, 54, 182, 182, 182, 18, 18, 18,
    ]);
  });

  it('of 0 gives what greyscale by rec709 gives', () => {
    const image = noise({ width: 64, height: 64, channels: 3, type: 'u8' });
    const gray = samplesOf(image, { op: 'greyscale', method: 'rec709' });
    expect(samplesOf(image, { op: 'saturation', factor: 0 })).toEqual(gray.flatMap((v) => [v, v, v]));
  });

  it('changes nothing by default', () => {
    const image = noise({ width: 64, height: 64, channels: 4, type: 'u16' });
    expect(samplesOf(image, { op: 'saturation' })).toEqual([...image.data]);
  });

  // Luma of (200, 100, 50) is 117.65; 117.65 + 2 * (200 - 117.65) = 282.35, then 82.35 and -17.65.
  it('doubles the distance from luma at 2, within the range, alpha left alone', () => {
    const pixel = [200, 100, 50, 77];
    expect(samplesOf(row('u8', 4, pixel), { op: 'saturation', factor: 2 })).toEqual([255, 82, 0, 77]);
  });

  it('keeps floats beyond the range, and their luma', () => {
    const [red = 0, green = 0, blue = 0] = samplesOf(row('f32', 3, [1, 0, 0]), {
      op: 'saturation',
      factor: 3,
    });
    expect(0.2126 * red + 0.7152 * green + 0.0722 * blue).toBeCloseTo(0.2126, 6);
    expect([red, green, blue].map((value) => value.toFixed(4))).toEqual(['2.5748', '-0.4252', '-0.4252']);
  });

  it.each(['u8', 'u16'] as const)('leaves every gray of %s alone', (type) => {
    const levels = everyLevel(type);
    expect(samplesOf(levels, { op: 'saturation', factor: 7.3 })).toEqual([...levels.data]);
  });

  it('keeps NaN to its pixel', () => {
    const floats = row('f32', 3, [Number.NaN, 0, 1, 0.5, 0.5, 0.5]);
    const [red, green, blue, ...next] = samplesOf(floats, { op: 'saturation', factor: 2 });
    expect([red, green, blue]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    for (const value of next) expect(value).toBeCloseTo(0.5, 7);
  });

  it('is within a level of sharp by the same matrix, on 8 bits', async () => {
    const image = noise({ width: 512, height: 512, channels: 4, type: 'u8' }, 3);
    const plan = planSteps([{ op: 'saturation', factor: 1.7 }], image);
    const theirs = await ((await SharpBackend.open()) as SharpBackend).process(plan, image);
    expect(worstDifference(theirs.image, runReference(plan, image)).distance).toBeLessThanOrEqual(1);
  });
});
