import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../src/core/image.ts';
import { wordsOf } from '../../src/kernels/words.ts';
import { extend } from '../../src/ops/extend.ts';
import { flop } from '../../src/ops/flop.ts';
import { rotate } from '../../src/ops/rotate.ts';
import { LAYOUTS, noise } from '../support/pictures.ts';

const bytesOf = ({ data }: Image) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

describe('pixels as words', () => {
  it.each([
    ['u8', 1, Uint8Array, 1],
    ['u8', 2, Uint16Array, 1],
    ['u8', 3, Uint8Array, 3],
    ['u8', 4, Uint32Array, 1],
    ['u16', 3, Uint16Array, 3],
    ['u16', 4, Uint32Array, 2],
    ['f32', 3, Uint32Array, 3],
  ] as const)('are as large as they fit: %sx%d', (type, channels, Words, each) => {
    const image = createImage({ width: 3, height: 2, channels, type });
    const words = wordsOf(image, image);
    expect(words.from).toBeInstanceOf(Words);
    expect(words.each).toBe(each);
  });

  it('are samples at an address that does not fit', () => {
    const image = createImage({ width: 3, height: 2, channels: 4, type: 'u8' });
    const shifted = { ...image, data: new Uint8Array(25).subarray(1) };
    expect(wordsOf(shifted, image)).toMatchObject({ from: shifted.data, to: image.data, each: 4 });
  });
});

it('keeps every bit when moved on the CPU, NaN too, longer than what is moved at once', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 37, height: 530 });
    if (layout.type === 'f32') new Uint32Array(image.data.buffer).fill(0xff812345, 5, 20);
    const cases = [
      [flop, {}],
      [rotate, rotate.params.parse({ angle: 90 })],
      [rotate, rotate.params.parse({ angle: 180 })],
      [rotate, rotate.params.parse({ angle: 270 })],
      ...['background', 'copy', 'repeat', 'mirror'].map(
        (extendWith) =>
          [
            extend,
            extend.params.parse({ top: 2, left: 50, right: 3, bottom: 600, extendWith, background: 'f808' }),
          ] as const,
      ),
    ] as const;
    for (const [op, params] of cases) {
      const shape = op.geometry(image, params as never);
      const [quick, exact] = [createImage(shape), createImage(shape)];
      op.kernel(image, params as never, quick);
      op.reference(image, params as never, exact);
      expect(bytesOf(quick).equals(bytesOf(exact))).toBe(true);
    }
  }
});
