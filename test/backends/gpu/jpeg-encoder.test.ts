import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPhotos } from '../../engine/photos.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { encodeWithSharp, extents, QUALITIES, SAMPLINGS } from '../../support/jpeg-encode.ts';
import { PATTERNS, pattern, type Samples } from '../../support/jpeg-pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { type EncoderBench, openEncoder } from './jpeg-encoding.ts';

describeGpu('the JPEG encoder, beside libjpeg-turbo', () => {
  let bench: EncoderBench;

  beforeAll(async () => {
    bench = await openEncoder();
  });

  afterAll(() => bench.device.destroy());

  async function expectSame(picture: Samples, options: Parameters<EncoderBench['encode']>[1], name: string) {
    const [got, wanted] = [await bench.encode(picture, options), await encodeWithSharp(picture, options)];
    expectSameJpeg(got, wanted, `${name}, ${options.chromaSubsampling} at quality ${options.quality},`);
  }

  it.each(SAMPLINGS)(
    'writes the same bytes for %i channels at %s, whatever the extent',
    async (...sampling) => {
      const [channels, chromaSubsampling] = sampling;
      for (const [at, [width, height]] of extents(150).entries()) {
        const quality = QUALITIES[at % QUALITIES.length] as number;
        const kind = PATTERNS[at % PATTERNS.length] as (typeof PATTERNS)[number];
        const picture = pattern(kind, width, height, channels);
        await expectSame(picture, { quality, chromaSubsampling }, `${kind} of ${width}x${height}`);
      }
    },
  );

  it.each(PATTERNS)('writes the same bytes for %s at every quality', async (kind) => {
    const picture = pattern(kind, 35, 27, 3);
    for (let quality = 1; quality <= 100; quality += quality < 10 || quality >= 90 ? 1 : 7) {
      await expectSame(picture, { quality, chromaSubsampling: '4:2:0' }, kind);
    }
  });

  it.each(SAMPLINGS)('makes the same Huffman tables for %i channels at %s', async (...sampling) => {
    const [channels, chromaSubsampling] = sampling;
    for (const [at, [width, height]] of extents(60).entries()) {
      const quality = QUALITIES[at % QUALITIES.length] as number;
      const kind = PATTERNS[at % PATTERNS.length] as (typeof PATTERNS)[number];
      const picture = pattern(kind, width, height, channels);
      const options = { quality, chromaSubsampling, optimiseCoding: true };
      await expectSame(picture, options, `${kind} of ${width}x${height}`);
    }
  });

  it('writes the same bytes for photos', async () => {
    const photos = listPhotos('kodak', 'cc0');
    expect(photos.length).toBeGreaterThan(0);
    for (const [at, [name, path]] of photos.entries()) {
      const { data } = await sharp(path)
        .resize({ width: 317, height: 203, fit: 'cover', kernel: 'nearest' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const picture = { width: 317, height: 203, channels: 3, data: new Uint8Array(data) } as const;
      for (const chromaSubsampling of ['4:4:4', '4:2:0'] as const) {
        const quality = [80, 95, 60, 90][at % 4] as number;
        await expectSame(picture, { quality, chromaSubsampling, optimiseCoding: at % 2 === 1 }, name);
      }
    }
  });
});
