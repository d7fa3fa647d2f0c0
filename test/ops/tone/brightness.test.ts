import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('brightness', () => {
  it.each([
    ['u8', [0, 100, 200], [0, 150, 255]],
    ['u16', [0, 30000, 60000], [0, 45000, 65535]],
    ['f32', [-1, 0.5, 1], [-1.5, 0.75, 1.5]],
  ] as const)('multiplies samples of %s, and limits integers alone', (type, samples, expected) => {
    expect(samplesOf(row(type, 1, [...samples]), { op: 'brightness', factor: 1.5 })).toEqual(expected);
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [10, 20, 30, 40]), { op: 'brightness', factor: 2 })).toEqual([
      20, 40, 60, 40,
    ]);
    expect(samplesOf(row('u8', 2, [10, 40]), { op: 'brightness', factor: 0 })).toEqual([0, 40]);
  });

  it('does nothing by default', () => {
    expect(samplesOf(everyLevel('u8'), { op: 'brightness' })).toEqual([...everyLevel('u8').data]);
  });

  it("is not sharp's brightness, which multiplies lightness", async () => {
    const raw = { width: 1, height: 1, channels: 3 } as const;
    const lighter = sharp(Uint8Array.of(100, 100, 100), { raw }).modulate({ brightness: 1.5 });
    const [theirs] = await lighter.raw().toBuffer();
    // L* is 42.4 for 100 of 255, and 63.6 for 154.
    expect(theirs).toBeGreaterThan(152);
    expect(samplesOf(row('u8', 1, [100]), { op: 'brightness', factor: 1.5 })).toEqual([150]);
  });
});
