import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { extend } from '../../../src/ops/geometry/extend.ts';
import { flop } from '../../../src/ops/geometry/flop.ts';
import { rotate } from '../../../src/ops/warp/rotate.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

const bytesOf = ({ data }: Image) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

it('keeps every bit when moved on the CPU, NaN too, longer than what is moved at once', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 37, height: 531 });
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
      toEnd(op.kernel(image, params as never, quick));
      op.reference(image, params as never, exact);
      expect(bytesOf(quick).equals(bytesOf(exact))).toBe(true);
    }
  }
});

it('moves rows and columns that are shorter than a vector, and single pixels', () => {
  for (const layout of LAYOUTS) {
    for (const [width, height] of [
      [1, 1],
      [2, 7],
      [9, 1],
      [1, 300],
      [2000, 3],
    ] as const) {
      const image = noise({ ...layout, width, height });
      for (const [op, params] of [
        [flop, {}],
        ...[90, 180, 270].map((angle) => [rotate, rotate.params.parse({ angle })] as const),
      ] as const) {
        const shape = op.geometry(image, params as never);
        const [quick, exact] = [createImage(shape), createImage(shape)];
        toEnd(op.kernel(image, params as never, quick));
        op.reference(image, params as never, exact);
        expect(bytesOf(quick).equals(bytesOf(exact))).toBe(true);
      }
    }
  }
});
