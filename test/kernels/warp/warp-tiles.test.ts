import { it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import { type Channels, WHITE } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { INTERPOLATORS } from '../../../src/math/interpolators.ts';
import { affine } from '../../../src/ops/warp/affine.ts';
import { perspective } from '../../../src/ops/warp/perspective.ts';
import { expectClose } from '../../support/compare.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

type Warp = typeof affine | typeof perspective;

function compare(op: Warp, options: object, image: Image, what: string): void {
  // biome-ignore lint/suspicious/noExplicitAny: either op's own
  const params = op.params.parse(options) as any;
  const shape = op.geometry(image, params);
  const [expected, got] = [createImage(shape), createImage(shape)];
  got.data.fill(77);
  op.reference(image, params, expected);
  toEnd(op.kernel(image, params, got));
  expectClose(got, expected, image.type === 'f32' ? 2e-6 : 1, what);
}

/** A picture in which few pixels are opaque, and those next to nothing beside others that are. */
function sparse(channels: Channels, type: Image['type']): Image {
  const image = noise({ width: 150, height: 140, channels, type });
  for (let at = channels - 1; at < image.data.length; at += channels) {
    const alpha = ((at * 7919) % 101) / 101;
    image.data[at] = alpha > 0.5 ? 0 : Math.ceil(alpha ** 8 * WHITE[type] * 1000) / 1000;
  }
  return image;
}

it.each(INTERPOLATORS)('makes results of several tiles, %s', (interpolator) => {
  for (const layout of LAYOUTS) {
    const image = noise({ ...layout, width: 143, height: 131 });
    const matrix = [1.1, 0.4, -0.5, 1.2];
    compare(affine, { matrix, interpolator, background: '20c0ff80' }, image, `${layout.type}`);
  }
});

it.each(INTERPOLATORS)('keeps to the reference where alphas are few or cancel out, %s', (interpolator) => {
  for (const channels of [2, 4] as const) {
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const image = sparse(channels, type);
      compare(affine, { matrix: [0.97, 0.21, -0.24, 1.03], interpolator }, image, `${channels} ${type}`);
      compare(affine, { matrix: [3, 0, 0, 1], interpolator, background: 'transparent' }, image, 'enlarged');
    }
  }
});

it('leaves floats that need 64 bits, and what is next to them, to those', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -100, 1e-42]) {
    const image = noise({ width: 160, height: 50, channels: 4, type: 'f32' });
    image.data[4 * 3210] = value;
    image.data[4 * 5876 + 3] = value;
    for (const interpolator of INTERPOLATORS) {
      compare(affine, { matrix: [0.9, 0.2, -0.3, 1], interpolator }, image, `${interpolator} ${value}`);
      compare(affine, { matrix: [2, 0, 0, 1], interpolator }, image, `${interpolator} ${value}, whole rows`);
    }
  }
});

it('shrinks so much that a tile would read the whole picture', () => {
  const image = noise({ width: 2400, height: 1500, channels: 1, type: 'u8' });
  compare(affine, { matrix: [0.01, 0.002, -0.003, 0.02], interpolator: 'bicubic' }, image, 'small');
  compare(affine, { matrix: [0.1, 0, 0, 0.1] }, image, 'a tenth');
});

it('sees what lies behind the eye as background, in tiles that reach there', () => {
  const image = noise({ width: 200, height: 170, channels: 3, type: 'u8' });
  const corners = [0.4, 0.4, 0.6, 0.42, 1.8, 1, -0.9, 0.9];
  for (const rectify of [false, true]) compare(perspective, { corners, rectify }, image, `${rectify}`);
  compare(perspective, { corners, interpolator: 'bicubic', width: 500, background: 'white' }, image, 'wide');
});

it('takes single pixels, rows and columns', () => {
  for (const [width, height] of [
    [1, 1],
    [300, 1],
    [1, 300],
  ] as const) {
    for (const interpolator of INTERPOLATORS) {
      const image = noise({ width, height, channels: 3, type: 'u8' });
      compare(
        affine,
        { matrix: [1.5, 0.3, 0.2, 1.7], interpolator, background: 'white' },
        image,
        interpolator,
      );
    }
  }
});
