import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { decodeWith, makeGradient, makeImage, sharpCoders } from '../formats/pictures.ts';

test('an AVIF whose boxes give a smaller extent than its data is corrupt', async () => {
  const file = await sharpCoders.encode(makeGradient(64, 64, 3), { format: 'avif', options: {} });
  const lie = Buffer.from(file);
  const extent = lie.indexOf('ispe') + 8;
  lie.writeUInt32BE(16, extent);
  lie.writeUInt32BE(16, extent + 4);
  await expect(decodeWith(sharpCoders, lie)).rejects.toMatchObject({ code: 'corrupt-image' });
});

describe.each(['webp', 'gif'] as const)('an animated %s', (format) => {
  const { data } = makeImage(8, 18, 3);
  const frames = sharp(data, { raw: { width: 8, height: 18, channels: 3, pageHeight: 6 } });
  const write = () => frames.clone().toFormat(format, { loop: 0 }).toBuffer();

  test('is decoded as its first frame', async () => {
    const file = await write();
    expect((await sharp(file).metadata()).pages).toBe(3);
    expect(await decodeWith(sharpCoders, file)).toMatchObject({ width: 8, height: 6 });
  });

  test('of more frames than allowed is refused', async () => {
    const file = await write();
    expect(() => readHeader(file, { ...DEFAULT_LIMITS, pages: 2 })).toThrow(
      expect.objectContaining({ code: 'frame-limit', limit: 2, actual: 3 }),
    );
  });
});

test('a TIFF of more pages than allowed is refused', async () => {
  const { data } = makeImage(8, 18, 3);
  const pages = sharp(data, { raw: { width: 8, height: 18, channels: 3, pageHeight: 6 } });
  const file = await pages.tiff({ compression: 'lzw' }).toBuffer();
  const seen = await sharp(file).metadata();
  expect(await decodeWith(sharpCoders, file)).toMatchObject({ height: seen.height });
  expect(() => readHeader(file, { ...DEFAULT_LIMITS, pages: (seen.pages ?? 1) - 1 })).toThrow(
    expect.objectContaining({ code: 'frame-limit' }),
  );
});

test('a TIFF with alpha that is premultiplied arrives straight', async () => {
  const image = makeImage(4, 4, 4);
  image.data.fill(128);
  const options = { compression: 'none' };
  const file = Buffer.from(await sharpCoders.encode(image, { format: 'tiff', options }));
  const directory = file.readUInt32LE(4);
  for (let index = 0; index < file.readUInt16LE(directory); index++) {
    const entry = directory + 2 + index * 12;
    // ExtraSamples: 1 is associated alpha.
    if (file.readUInt16LE(entry) === 338) file.writeUInt16LE(1, entry + 8);
  }
  const { data } = await decodeWith(sharpCoders, file);
  expect([...data.subarray(0, 4)]).toEqual([255, 255, 255, 128]);
});
