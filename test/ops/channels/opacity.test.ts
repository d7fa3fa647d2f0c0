import { describe, expect, it } from 'vitest';
import { row, samplesOf } from '../run.ts';

describe('opacity', () => {
  it('multiplies alpha and leaves colours alone', () => {
    expect(samplesOf(row('u8', 4, [1, 2, 3, 200]), { op: 'opacity', opacity: 0.25 })).toEqual([1, 2, 3, 50]);
    expect(samplesOf(row('u16', 2, [9, 60000]), { op: 'opacity', opacity: 0.5 })).toEqual([9, 30000]);
  });

  it('adds alpha to pictures without', () => {
    expect(samplesOf(row('u8', 3, [1, 2, 3]), { op: 'opacity', opacity: 0.4 })).toEqual([1, 2, 3, 102]);
    expect(samplesOf(row('f32', 1, [2]), { op: 'opacity', opacity: 0.5 })).toEqual([2, 0.5]);
  });

  it('makes everything transparent at 0, and nothing at 1', () => {
    expect(samplesOf(row('u8', 2, [9, 77]), { op: 'opacity', opacity: 0 })).toEqual([9, 0]);
    expect(samplesOf(row('u8', 2, [9, 77]), { op: 'opacity' })).toEqual([9, 77]);
  });
});
