import { describe, expect, it } from 'vitest';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { row, samplesOf } from '../run.ts';

const REMOVE: StepInput = { op: 'removeAlpha' };

describe('removeAlpha', () => {
  it('keeps the colours, transparent ones too', () => {
    expect(samplesOf(row('u8', 4, [1, 2, 3, 0, 4, 5, 6, 9]), REMOVE)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(samplesOf(row('u16', 2, [500, 0]), REMOVE)).toEqual([500]);
  });

  it('changes nothing without alpha', () => {
    expect(samplesOf(row('u8', 3, [1, 2, 3]), REMOVE)).toEqual([1, 2, 3]);
    expect(samplesOf(row('u8', 1, [1]), REMOVE)).toEqual([1]);
  });

  it('makes opaque what gets alpha again', () => {
    expect(samplesOf(row('u8', 2, [9, 0]), REMOVE, { op: 'ensureAlpha', alpha: 0.2 })).toEqual([9, 51]);
    expect(samplesOf(row('u8', 2, [9, 0]), REMOVE, { op: 'opacity', opacity: 1 })).toEqual([9, 255]);
  });
});
