import { describe, expect, it } from 'vitest';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('contrast', () => {
  it.each([
    // 2 * (v - 127.5) + 127.5.
    ['u8', [50, 127, 128, 200], [0, 127, 129, 255]],
    ['u16', [20000, 32767, 32768, 60000], [7233, 32767, 32769, 65535]],
    ['f32', [0.25, 0.5, 1], [0, 0.5, 1.5]],
  ] as const)('spreads %s around half of white', (type, samples, expected) => {
    expect(samplesOf(row(type, 1, [...samples]), { op: 'contrast', factor: 2 })).toEqual(expected);
  });

  it('makes everything gray at 0', () => {
    expect(samplesOf(row('u8', 1, [0, 9, 255]), { op: 'contrast', factor: 0 })).toEqual([128, 128, 128]);
  });

  it('leaves alpha alone, and everything at 1', () => {
    expect(samplesOf(row('u8', 4, [0, 255, 0, 40]), { op: 'contrast', factor: 0 })).toEqual([
      128, 128, 128, 40,
    ]);
    expect(samplesOf(everyLevel('u16'), { op: 'contrast' })).toEqual([...everyLevel('u16').data]);
  });
});
