import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { bandbool } from '../../../src/ops/channels/bandbool.ts';
import { boolean } from '../../../src/ops/channels/boolean.ts';
import { joinChannel } from '../../../src/ops/channels/joinChannel.ts';
import { noise } from '../../support/pictures.ts';
import { row } from '../run.ts';

const OPERATORS = ['and', 'or', 'eor'] as const;

function combine(image: Image, other: Image, operator: (typeof OPERATORS)[number]): Image {
  const params = { image: 'other', operator };
  const output = createImage(boolean.geometry(image, params, [other]));
  toEnd(boolean.kernel(image, params, output, [other]));
  const expected = createImage(output);
  boolean.reference(image, params, expected, [other]);
  expect(output.data).toEqual(expected.data);
  return output;
}

function join(image: Image, other: Image): Image {
  const output = createImage(joinChannel.geometry(image, { image: 'other' }, [other]));
  joinChannel.reference(image, { image: 'other' }, output, [other]);
  return output;
}

function rawOf({ data, width, height, channels }: Image) {
  return { data: Buffer.from(data as Uint8Array), raw: { width, height, channels } };
}

it.each(OPERATORS)('%s is that of sharp, also with a gray operand', async (operator) => {
  for (const [channels, second] of [
    [3, 3],
    [4, 4],
    [3, 1],
    [4, 1],
    [1, 3],
  ] as [Channels, Channels][]) {
    const image = noise({ width: 7, height: 5, channels, type: 'u8' }, 3);
    const other = noise({ width: 7, height: 5, channels: second, type: 'u8' }, 4);
    const [left, right] = [rawOf(image), rawOf(other)];
    const expected = await sharp(left.data, { raw: left.raw })
      .boolean(right.data, operator, { raw: right.raw })
      .raw()
      .toBuffer();
    expect([...combine(image, other, operator).data]).toEqual([...expected]);
  }
});

it('scales the operand to the picture, and lets alpha be where there is none in it', () => {
  const image = row('u16', 4, [0xffff, 0x0ff0, 0, 0x1234]);
  const other = row('u8', 3, [0xab, 0xff, 0xff]);
  expect([...combine(image, other, 'and').data]).toEqual([0xabab, 0x0ff0, 0, 0x1234]);
  expect([...combine(row('u8', 1, [0xf0]), row('f32', 2, [7, 0]), 'eor').data]).toEqual([0x0f]);
});

it('refuses floats and other extents', () => {
  const gray = row('u8', 1, [1]);
  expect(() => combine(row('f32', 1, [1]), gray, 'and')).toThrow('expected a picture of u8 or u16');
  expect(() => combine(gray, row('u8', 1, [1, 2]), 'and')).toThrow('expected 1x1 pixels, received 2x1');
});

it.each(OPERATORS)('bandbool with %s is that of sharp, alpha as well', async (operator) => {
  for (const channels of [3, 4] as Channels[]) {
    const image = noise({ width: 7, height: 5, channels, type: 'u8' }, 3);
    const { data, raw } = rawOf(image);
    const pipeline = sharp(data, { raw }).bandbool(operator).toColourspace('b-w');
    const output = createImage(bandbool.geometry(image, { operator }));
    bandbool.reference(image, { operator }, output);
    expect([...output.data]).toEqual([...(await pipeline.raw().toBuffer())]);
  }
});

it('joins channels as sharp does', async () => {
  for (const [channels, second] of [
    [3, 1],
    [1, 3],
    [2, 2],
  ] as [Channels, Channels][]) {
    const image = noise({ width: 7, height: 5, channels, type: 'u8' }, 3);
    const other = noise({ width: 7, height: 5, channels: second, type: 'u8' }, 4);
    const joined = join(image, other);
    expect(joined.channels).toBe(4);
    for (let pixel = 0; pixel < 35; pixel++) {
      expect([...joined.data.subarray(4 * pixel, 4 * pixel + 4)]).toEqual([
        ...image.data.subarray(channels * pixel, channels * (pixel + 1)),
        ...other.data.subarray(second * pixel, second * (pixel + 1)),
      ]);
    }
  }
  const [left, right] = [row('u8', 3, [1, 2, 3]), row('u8', 1, [4])].map(rawOf);
  const options = { raw: right?.raw } as never;
  const pipeline = sharp(left?.data, { raw: left?.raw as never }).joinChannel(right?.data as Buffer, options);
  expect([...(await pipeline.raw().toBuffer())]).toEqual([1, 2, 3, 4]);
});

it('scales joined channels to the pixel type, and takes four at most', () => {
  const joined = join(row('u16', 1, [5]), row('u8', 1, [255]));
  expect([...joined.data]).toEqual([5, 65535]);
  expect(() => join(row('u8', 3, [1, 2, 3]), row('u8', 2, [4, 5]))).toThrow('at most 4 channels');
});
