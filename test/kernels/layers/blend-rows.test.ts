import { it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { BLEND_MODES } from '../../../src/math/blend.ts';
import { composite } from '../../../src/ops/layers/composite.ts';
import { mask } from '../../../src/ops/layers/mask.ts';
import { watermark } from '../../../src/ops/layers/watermark.ts';
import type { Op } from '../../../src/ops/op.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

// biome-ignore lint/suspicious/noExplicitAny: ops of several parameters
function compare(op: Op<any>, options: object, image: Image, other: Image, what: string): void {
  const params = op.params.parse({ image: 'x', ...options });
  const shape = op.geometry(image, params, [other]);
  const [expected, got] = [createImage(shape), createImage(shape)];
  got.data.fill(77);
  op.reference(image, params, expected, [other]);
  toEnd((op.kernel ?? op.reference)(image, params, got, [other]));
  expectClose(got, expected, image.type === 'f32' ? 2e-6 : 1, `${what} ${JSON.stringify(options)}`);
}

/** Pictures with what 32 bits are too few for in some of their rows. */
function strewn(): Image[] {
  return [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 1e-42].map((value) => {
    const image = noise({ width: 41, height: 23, channels: 4, type: 'f32' });
    image.data[4 * 41 * 5] = value;
    image.data[4 * 41 * 9 + 7] = value;
    return image;
  });
}

const MODES = BLEND_MODES.map((mode) => mode.replace('colour', 'color'));

/** Some layouts for what lies above: over all modes, each layout meets each other one. */
const above = (mode: number, below: number) =>
  [0, 3, 5, 8].map((step) => LAYOUTS[(mode + below + step) % LAYOUTS.length] as (typeof LAYOUTS)[number]);

it.each(MODES)('%s equals the reference for every layout, once and in tiles', (blend) => {
  for (const [below, layout] of LAYOUTS.entries()) {
    const image = noise({ ...layout, width: 61, height: 37 }, 3);
    for (const over of above(MODES.indexOf(blend), below)) {
      const other = noise({ ...over, width: 17, height: 9 }, 5);
      compare(composite, { blend, opacity: 0.6 }, image, other, layout.type);
      compare(composite, { blend, tile: true }, image, other, layout.type);
      compare(composite, { blend, light: 'linear' }, image, other, layout.type);
    }
    compare(
      composite,
      { blend, left: 70, top: 2 },
      image,
      noise({ ...layout, width: 9, height: 9 }),
      'aside',
    );
  }
});

it('leaves rows of floats that need 64 bits to those', () => {
  const plain = noise({ width: 41, height: 23, channels: 4, type: 'f32' }, 8);
  for (const image of strewn()) {
    for (const blend of ['over', 'multiply', 'dest-in']) {
      compare(composite, { blend }, image, plain, 'below');
      compare(composite, { blend }, plain, image, 'above');
    }
    for (const invert of [true, false]) {
      compare(mask, { invert }, image, noise({ width: 80, height: 9, channels: 3, type: 'u8' }), 'below');
      compare(mask, { invert }, plain, image, 'as large');
      compare(
        mask,
        { invert },
        noise({ width: 90, height: 61, channels: 3, type: 'u16' }),
        image,
        'stretched',
      );
    }
    const wide = noise({ width: 90, height: 61, channels: 4, type: 'f32' });
    compare(watermark, { scale: 0.4, tile: true, margin: 3 }, wide, image, 'mark');
  }
});

it('stretches marks and masks as the reference does', () => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 70, height: 41 });
    for (const over of LAYOUTS) {
      const other = noise({ ...over, width: 33, height: 90 }, 4);
      for (const tile of [false, true]) compare(watermark, { scale: 0.3, tile }, image, other, over.type);
      for (const channel of ['luminance', 'alpha']) compare(mask, { channel }, image, other, over.type);
    }
  }
});
