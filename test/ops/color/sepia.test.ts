import { describe, expect, it } from 'vitest';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { worstDifference } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { row, samplesOf } from '../run.ts';

describe('sepia', () => {
  // 255 times the columns of the matrix.
  it('makes pure red, green and blue the columns of its matrix', () => {
    const primaries = row('u8', 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(samplesOf(primaries, { op: 'sepia' })).toEqual([100, 89, 69, 196, 175, 136, 48, 43, 33]);
  });

  it('makes white yellowish, beyond the range for floats', () => {
    expect(samplesOf(row('u8', 3, [255, 255, 255]), { op: 'sepia' })).toEqual([255, 255, 239]);
    const [red, green, blue] = samplesOf(row('f32', 3, [1, 1, 1]), { op: 'sepia' });
    expect([red, green, blue].map((value) => value?.toFixed(3))).toEqual(['1.351', '1.203', '0.937']);
  });

  it('goes part of the way, and nowhere at 0', () => {
    expect(samplesOf(row('u8', 3, [255, 0, 0]), { op: 'sepia', amount: 0.5 })).toEqual([178, 44, 35]);
    const image = noise({ width: 32, height: 32, channels: 4, type: 'u16' });
    expect(samplesOf(image, { op: 'sepia', amount: 0 })).toEqual([...image.data]);
  });

  it('colours gray pictures and leaves alpha alone', () => {
    expect(samplesOf(row('u8', 1, [100]), { op: 'sepia' })).toEqual([135, 120, 94]);
    expect(samplesOf(row('u8', 2, [100, 7]), { op: 'sepia' })).toEqual([135, 120, 94, 7]);
    expect(samplesOf(row('u8', 2, [100, 7]), { op: 'sepia', amount: 0 })).toEqual([100, 100, 100, 7]);
  });

  it.each([1, 2, 3, 4] as const)(
    'is within a level of sharp by the same matrix, %d channels',
    async (channels) => {
      const image = noise({ width: 256, height: 256, channels, type: 'u8' }, 3);
      const plan = planSteps([{ op: 'sepia' }], image);
      const theirs = await ((await SharpBackend.open()) as SharpBackend).process(plan, image);
      expect(worstDifference(theirs.image, runReference(plan, image)).distance).toBeLessThanOrEqual(1);
    },
  );
});
