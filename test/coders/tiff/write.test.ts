/** Kinds of numbers that Noir writes into TIFFs, read back by its own reader. */
import { describe, expect, test } from 'vitest';
import { openCoders } from '../../../src/coders/registry.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { allocateSamples, type Channels, type PixelType } from '../../../src/core/pixel.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { readTiffPicture } from '../../../src/formats/tiff/picture.ts';
import { TIFF_SAMPLE_FORMATS, type TiffSampleFormat } from '../../../src/formats/tiff/sample-format.ts';

const coders = await openCoders('auto');
const limits = DEFAULT_LIMITS;

function image(type: PixelType, channels: Channels, numbers: readonly number[]): Image {
  const data = allocateSamples(type, numbers.length);
  data.set(numbers);
  return { width: numbers.length / channels, height: 1, channels, type, data, space: 'srgb' };
}

async function rewrite(picture: Image, sampleFormat?: TiffSampleFormat) {
  const options = { compression: 'lzw', quality: 80, ...(sampleFormat && { sampleFormat }) };
  const file = await coders.encode({ frames: [picture] }, { format: 'tiff', options });
  const { frames } = await coders.decode(file, readHeader(file, limits), { limits });
  return { back: frames[0], stored: readTiffPicture(file, limits, {}) };
}

const BITS = { uint8: 8, int8: 8, uint16: 16, int16: 16, uint32: 32, int32: 32, float32: 32, float64: 64 };

describe.each(TIFF_SAMPLE_FORMATS)('%s', (sampleFormat) => {
  const signed = sampleFormat.startsWith('int');
  const isFloat = sampleFormat.startsWith('float');
  const bits = BITS[sampleFormat];
  const [low, high] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];

  test('holds the same numbers, rounded and within its range', async () => {
    const numbers = [-1e12, -300.5, -1.5, -0.4, 0, 0.5, 1.4, 99.6, 300, 1e12, Number.NaN];
    const { back, stored } = await rewrite(image('f32', 1, numbers), sampleFormat);
    expect(stored).toMatchObject({ bits, format: isFloat ? 'float' : signed ? 'signed' : 'unsigned' });
    const whole = (value: number) =>
      Number.isNaN(value) ? 0 : Math.min(high, Math.max(low, Math.floor(value + 0.5)));
    const expected = numbers.map((value) => Math.fround(isFloat ? value : whole(Math.fround(value))));
    expect([...back.data]).toEqual(expected);
  });

  test('keeps alpha as opaque as it was', async () => {
    const { back } = await rewrite(image('u16', 2, [100, 65535, 7, 0]), sampleFormat);
    const white = { u8: 255, u16: 65535, f32: 1 }[back.type];
    expect([...back.data]).toEqual([100, white, 7, 0]);
  });
});

test('integers of 16 bits survive the way in and out', async () => {
  const numbers = [-1024, 0, 3071, -32768, 32767];
  const { back } = await rewrite(image('f32', 1, numbers), 'int16');
  expect([...back.data]).toEqual(numbers);
});

test.each(['u8', 'u16', 'f32'] as const)('a band that is no alpha stays one, in %s', async (type) => {
  const extra = image(type, 1, [9, 8]);
  const { back, stored } = await rewrite({ ...image(type, 3, [1, 2, 3, 4, 5, 6]), extra });
  expect(stored.extras).toEqual([0]);
  expect([...back.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...(back.extra?.data ?? [])]).toEqual([9, 8]);
});
