import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { contentPoint } from '../../../src/kernels/resize/crop-point.ts';
import { resize } from '../../../src/ops/resize/resize.ts';
import { random } from '../../support/pictures.ts';

/** Gray, with a busy red square whose upper left corner is there. */
function withSquare(left: number, top: number): Image {
  const image = createImage({ width: 120, height: 80, channels: 3, type: 'u8' });
  image.data.fill(90);
  const next = random(3);
  for (let y = top; y < top + 20; y++) {
    for (let x = left; x < left + 20; x++)
      image.data.set([150 + 105 * next(), 90 * next(), 60 * next()], 3 * (y * 120 + x));
  }
  return image;
}

describe('the point with the most in it', () => {
  it.each(['entropy', 'attention'] as const)('by %s lies in the busy part', (by) => {
    for (const [left, top] of [
      [5, 10],
      [90, 50],
      [50, 5],
    ] as const) {
      const scaled = { width: 120, height: 80 };
      const [x, y] = toEnd(contentPoint(by, withSquare(left, top), scaled, { width: 30, height: 30 }));
      expect(Math.abs(x * 120 - (left + 10))).toBeLessThanOrEqual(12);
      expect(Math.abs(y * 80 - (top + 10))).toBeLessThanOrEqual(12);
    }
  });
});

describe('a resize by content', () => {
  const params = resize.params.parse({ width: 40, height: 40, position: 'entropy' });

  it('is settled by the picture, and has its extent before', () => {
    const image = withSquare(90, 50);
    expect(resize.geometry(image, params)).toMatchObject({ width: 40, height: 40 });
    const settled = toEnd(resize.settle(params)?.(image));
    expect(settled?.op.name).toBe('resize');
    const [x] = (settled as unknown as { params: { position: number[] } }).params.position;
    expect(x).toBeGreaterThan(0.6);
  });

  it('is a plain one where nothing is cut off, and needs no picture for other positions', () => {
    const square = { ...withSquare(5, 5), width: 80, height: 80 };
    const cover = resize.params.parse({ width: 40, height: 40, position: 'attention' });
    expect(toEnd(resize.settle(cover)?.(square))?.params).toMatchObject({ position: 'centre' });
    const inside = resize.params.parse({ width: 40, height: 40, fit: 'inside', position: 'attention' });
    expect(resize.settle(inside)).toBeUndefined();
    expect(resize.settle(resize.params.parse({ width: 40, position: 'top' }))).toBeUndefined();
    expect(resize.settle(resize.params.parse({ width: 40, position: [0.1, 0.2] }))).toBeUndefined();
  });
});
