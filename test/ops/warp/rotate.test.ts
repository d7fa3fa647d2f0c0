import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { rotate } from '../../../src/ops/warp/rotate.ts';
import { planSteps } from '../../support/chains.ts';
import { samplesOf } from '../run.ts';

const image = createImage({ width: 3, height: 2, channels: 1, type: 'u8' });
image.data.set([1, 2, 3, 4, 5, 6]);

it.each([
  [0, [1, 2, 3, 4, 5, 6]],
  [90, [4, 1, 5, 2, 6, 3]],
  [180, [6, 5, 4, 3, 2, 1]],
  [270, [3, 6, 2, 5, 1, 4]],
  [-90, [3, 6, 2, 5, 1, 4]],
  [-180, [6, 5, 4, 3, 2, 1]],
  [-270, [4, 1, 5, 2, 6, 3]],
  [360, [1, 2, 3, 4, 5, 6]],
  [-3600, [1, 2, 3, 4, 5, 6]],
  [3510, [3, 6, 2, 5, 1, 4]],
])('turns to the right by %d degrees', (angle, expected) => {
  expect(samplesOf(image, { op: 'rotate', angle })).toEqual(expected);
  const { output } = planSteps([{ op: 'rotate', angle }], image);
  expect([output.width, output.height]).toEqual(angle % 180 === 0 ? [3, 2] : [2, 3]);
});

it('turns by nothing unless told', () => {
  expect(samplesOf(image, { op: 'rotate' })).toEqual([1, 2, 3, 4, 5, 6]);
});

it('makes moves of pixels of quarter turns, and nothing else', () => {
  const entryOf = (angle: number) => planSteps([{ op: 'rotate', angle }], image).passes[0]?.entry;
  expect([90, -180, 0, 30].map(entryOf)).toEqual([
    'ops/lib/remap/pixels',
    'ops/lib/remap/pixels',
    'ops/lib/remap/pixels',
    'ops/warp/bilinear',
  ]);
});

it('has the extent of sharp and its pixels, but for roundings', async () => {
  const photo = createImage({ width: 90, height: 61, channels: 3, type: 'u8' });
  for (let at = 0; at < photo.data.length; at++) photo.data[at] = 127 + 120 * Math.sin(at / 37);
  const { width, height } = photo;
  for (const angle of [10, 33.3, -100, 725]) {
    const { data, info } = await sharp(photo.data, { raw: { width, height, channels: 3 } })
      .rotate(angle, { background: '#20c0ff' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const params = rotate.params.parse({ angle, background: '20c0ff' });
    const turned = createImage(rotate.geometry(photo, params));
    toEnd(rotate.kernel(photo, params, turned));
    expect([turned.width, turned.height, turned.channels]).toEqual([info.width, info.height, 3]);
    expect(Math.max(...turned.data.map((value, at) => Math.abs(value - (data[at] ?? 0))))).toBeLessThan(3);
  }
});
