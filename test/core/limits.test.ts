import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/core/image.ts';
import { checkExtent, checkShape, DEFAULT_LIMITS, type Limits } from '../../src/core/limits.ts';

const limits: Limits = { ...DEFAULT_LIMITS, pixels: 1000, side: 100, imageBytes: 4000 };

const gray = (width: number, height: number): Shape => ({ width, height, channels: 1, type: 'u8' });

describe('checkShape', () => {
  it.each<[string, Shape]>([
    ['as many pixels as are allowed', gray(50, 20)],
    ['a width as long as is allowed', gray(100, 1)],
    ['a height as long as is allowed', gray(1, 100)],
    ['as many bytes as are allowed', { ...gray(50, 20), channels: 2, type: 'u16' }],
  ])('takes a picture with %s', (_, shape) => {
    expect(() => checkShape(shape, limits)).not.toThrow();
  });

  it.each<[string, Shape, string, number, number]>([
    ['one pixel too many', gray(91, 11), 'pixel-limit', 1000, 1001],
    ['a width one pixel too long', gray(101, 1), 'dimension-limit', 100, 101],
    ['a height one pixel too long', gray(1, 101), 'dimension-limit', 100, 101],
    ['four bytes too many', { width: 77, height: 13, channels: 1, type: 'f32' }, 'memory-limit', 4000, 4004],
  ])('refuses %s, and says what was allowed and what came', (what, shape, code, limit, actual) => {
    // Only the limit in question may speak.
    const only = what.startsWith('four bytes') ? { ...limits, pixels: 1001 } : limits;
    expect(() => checkShape(shape, only)).toThrow(
      expect.objectContaining({ code, limit, actual, status: 422 }),
    );
  });

  it('refuses extents whose product is beyond exact integers', () => {
    const vast = { width: 2 ** 31, height: 2 ** 31 };
    expect(() => checkExtent(vast, DEFAULT_LIMITS)).toThrow(expect.objectContaining({ code: 'pixel-limit' }));
  });
});

describe('the default limits', () => {
  it('let every picture through that the README promises: 50 megapixels of 8-bit RGBA', () => {
    const shape = { width: 8000, height: 6250, channels: 4, type: 'u8' } as const;
    expect(() => checkShape(shape, DEFAULT_LIMITS)).not.toThrow();
    expect(() => checkShape({ ...shape, height: 6251 }, DEFAULT_LIMITS)).toThrow('50000000 pixels');
  });

  it('keep one picture from taking all the memory', () => {
    expect(DEFAULT_LIMITS.imageBytes).toBeLessThan(DEFAULT_LIMITS.totalBytes);
  });
});
