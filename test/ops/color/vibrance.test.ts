import { describe, expect, it } from 'vitest';
import { noise } from '../../support/pictures.ts';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('vibrance', () => {
  // (0.6, 0.5, 0.4): luma 0.51404, saturation 0.2, factor 1.8; then 0.66877, 0.48877, 0.30877.
  it('moves a pale colour by its own factor', () => {
    const got = samplesOf(row('f32', 3, [0.6, 0.5, 0.4]), { op: 'vibrance', amount: 1 });
    [0.668768, 0.488768, 0.308768].forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 6);
    });
  });

  it('leaves what is fully saturated alone', () => {
    const pure = [255, 0, 0, 0, 255, 128, 90, 0, 255];
    for (const amount of [-1, -0.3, 0.7, 1])
      expect(samplesOf(row('u8', 3, pure), { op: 'vibrance', amount })).toEqual(pure);
  });

  it('changes the pale more than the strong', () => {
    const [pale = 0, , , strong = 0] = samplesOf(row('f32', 3, [0.6, 0.5, 0.5, 0.9, 0.1, 0.1]), {
      op: 'vibrance',
      amount: 0.5,
    });
    const lumaOf = (red: number, others: number) => 0.2126 * red + 0.7874 * others;
    const stretch = (got: number, red: number, others: number) =>
      (got - lumaOf(red, others)) / (red - lumaOf(red, others));
    expect(stretch(pale, 0.6, 0.5)).toBeCloseTo(1.45, 5);
    expect(stretch(strong, 0.9, 0.1)).toBeCloseTo(1.1, 5);
  });

  it('changes nothing by default', () => {
    const image = noise({ width: 64, height: 64, channels: 4, type: 'u16' });
    expect(samplesOf(image, { op: 'vibrance' })).toEqual([...image.data]);
  });

  it.each(['u8', 'u16'] as const)('leaves every gray of %s alone', (type) => {
    const levels = everyLevel(type);
    expect(samplesOf(levels, { op: 'vibrance', amount: 0.9 })).toEqual([...levels.data]);
    expect(samplesOf(levels, { op: 'vibrance', amount: -1 })).toEqual([...levels.data]);
  });

  it('leaves alpha alone, and keeps luma', () => {
    const got = samplesOf(row('u8', 4, [150, 120, 100, 33]), { op: 'vibrance', amount: 0.6 });
    expect(got[3]).toBe(33);
    const luma = (rgb: readonly number[]) =>
      0.2126 * (rgb[0] as number) + 0.7152 * (rgb[1] as number) + 0.0722 * (rgb[2] as number);
    expect(Math.abs(luma(got) - luma([150, 120, 100]))).toBeLessThan(0.5);
  });

  it('treats floats beyond the range as fully saturated', () => {
    const got = samplesOf(row('f32', 3, [2, -1, 0.5]), { op: 'vibrance', amount: 1 });
    [2, -1, 0.5].forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 6);
    });
  });
});
