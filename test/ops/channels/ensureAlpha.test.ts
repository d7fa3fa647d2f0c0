import { describe, expect, it } from 'vitest';
import { row, samplesOf } from '../run.ts';

describe('ensureAlpha', () => {
  it('adds an opaque channel by default', () => {
    expect(samplesOf(row('u8', 3, [1, 2, 3]), { op: 'ensureAlpha' })).toEqual([1, 2, 3, 255]);
    expect(samplesOf(row('u16', 1, [7]), { op: 'ensureAlpha' })).toEqual([7, 65535]);
    expect(samplesOf(row('f32', 1, [Number.NaN]), { op: 'ensureAlpha' })).toEqual([Number.NaN, 1]);
  });

  it('adds one of a fraction of white', () => {
    expect(samplesOf(row('u8', 1, [7]), { op: 'ensureAlpha', alpha: 0 })).toEqual([7, 0]);
    expect(samplesOf(row('u8', 1, [7]), { op: 'ensureAlpha', alpha: 0.5 })).toEqual([7, 128]);
    expect(samplesOf(row('f32', 1, [7]), { op: 'ensureAlpha', alpha: 0.5 })).toEqual([7, 0.5]);
  });

  it('leaves the alpha that a picture has', () => {
    expect(samplesOf(row('u8', 4, [1, 2, 3, 9]), { op: 'ensureAlpha', alpha: 0.5 })).toEqual([1, 2, 3, 9]);
    expect(samplesOf(row('u8', 2, [1, 9]), { op: 'ensureAlpha' })).toEqual([1, 9]);
  });
});
