import { describe, expect, it } from 'vitest';
import { everyLevel, row, samplesOf } from '../run.ts';

describe('negate', () => {
  it('turns alpha as well, unless told not to', () => {
    const rgba = row('u8', 4, [0, 100, 255, 55]);
    expect(samplesOf(rgba, { op: 'negate' })).toEqual([255, 155, 0, 200]);
    expect(samplesOf(rgba, { op: 'negate', alpha: false })).toEqual([255, 155, 0, 55]);
    expect(samplesOf(row('u8', 2, [1, 2]), { op: 'negate', alpha: false })).toEqual([254, 2]);
  });

  it.each(['u8', 'u16'] as const)('gives every level of %s back when done twice', (type) => {
    const levels = everyLevel(type);
    expect(samplesOf(levels, { op: 'negate' }, { op: 'negate' })).toEqual([...levels.data]);
  });

  it('counts from 1 in floats, beyond white and below black too', () => {
    expect(samplesOf(row('f32', 1, [0, 0.25, 1, 3, -2]), { op: 'negate' })).toEqual([1, 0.75, 0, -2, 3]);
  });
});
