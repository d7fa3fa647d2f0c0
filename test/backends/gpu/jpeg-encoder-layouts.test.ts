import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChromaSubsampling } from '../../../src/formats/jpeg/layout.ts';
import { quantisationTables } from '../../../src/formats/jpeg/tables.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { encodeWithSharp } from '../../support/jpeg-encode.ts';
import { type Pattern, pattern } from '../../support/jpeg-pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { decodeWithSharp, type EncoderBench, openEncoder } from './jpeg-encoding.ts';

type Case = readonly [
  kind: Pattern,
  width: number,
  height: number,
  channels: 1 | 3,
  subsampling: ChromaSubsampling,
  quality: number,
  restartInterval: number,
  digest: string,
];

/**
 * What sharp cannot write: SHA-256, its first 16 digits, of the files of libjpeg-turbo 2.1.5, from
 * `cjpeg -quality Q -baseline -sample HxV -restart NB`, without their 18 bytes of APP0.
 */
const CASES: readonly Case[] = [
  ['noise', 1, 1, 3, '4:2:2', 75, 0, 'ff7bbef5d294d8e2'],
  ['noise', 9, 17, 3, '4:2:2', 100, 0, '6ef8658632fa92c8'],
  ['noise', 40, 40, 3, '4:2:2', 90, 0, '5425e71ca680a608'],
  ['checker', 17, 8, 3, '4:2:2', 95, 0, '6730154559f3d2d1'],
  ['gradient', 33, 31, 3, '4:2:2', 50, 0, '4d866b1361bf61ac'],
  ['flat', 16, 9, 3, '4:2:2', 10, 0, '32ebed2cfccd137b'],
  ['noise', 257, 131, 3, '4:2:2', 80, 0, '99022aa038c50b35'],
  ['noise', 1, 1, 3, '4:4:0', 75, 0, '943bd9d03b4049ca'],
  ['noise', 9, 17, 3, '4:4:0', 100, 0, '5ff0f8e38f800e05'],
  ['noise', 40, 40, 3, '4:4:0', 90, 0, '77baf7f6c65c9e1a'],
  ['checker', 17, 8, 3, '4:4:0', 95, 0, '5144ca9b160f7cbb'],
  ['gradient', 33, 31, 3, '4:4:0', 50, 0, '05281357c5110326'],
  ['flat', 16, 9, 3, '4:4:0', 10, 0, '1406df6254c9ab9a'],
  ['noise', 257, 131, 3, '4:4:0', 80, 0, '14cb2afe1a6c0a78'],
  ['noise', 40, 40, 3, '4:2:0', 90, 1, '0e1fcddc6d750e99'],
  ['noise', 40, 40, 3, '4:4:4', 75, 2, '87a6ee78d0d66eed'],
  ['gradient', 33, 31, 3, '4:2:2', 50, 3, '7fe5fc73ca1b2ee2'],
  ['noise', 17, 39, 3, '4:4:0', 95, 4, 'f05010daed43673b'],
  ['flat', 40, 40, 1, '4:4:4', 75, 1, '6d81bcdd4d69877d'],
  ['noise', 131, 67, 1, '4:4:4', 100, 17, 'a6cec70587a665e3'],
  ['noise', 300, 200, 3, '4:4:4', 100, 1, '9809832832471217'],
  ['flat', 300, 200, 1, '4:4:4', 50, 1, '7a4c95692bfdcbfa'],
  ['checker', 300, 200, 3, '4:2:0', 100, 19, 'fb6ad8b0a96bdddf'],
  ['noise', 300, 200, 3, '4:2:2', 90, 300, '6f409945cde87d63'],
];

describeGpu('the JPEG encoder, for what sharp does not write', () => {
  let bench: EncoderBench;

  beforeAll(async () => {
    bench = await openEncoder();
  });

  afterAll(() => bench.device.destroy());

  it.each(CASES)(
    "turns %s of %ix%i, %i channels at %s, quality %i and every %i MCUs into cjpeg's file",
    async (...a) => {
      const [kind, width, height, channels, chromaSubsampling, quality, restartInterval, digest] = a;
      const picture = pattern(kind, width, height, channels);
      const file = await bench.encode(picture, { quality, chromaSubsampling, restartInterval });
      expect(createHash('sha256').update(file).digest('hex').slice(0, 16)).toBe(digest);
    },
  );

  it('decodes to the same samples with restart markers and without', async () => {
    for (const [at, chromaSubsampling] of (['4:4:4', '4:2:2', '4:2:0', '4:4:0'] as const).entries()) {
      const picture = pattern('noise', 90, 75, 3);
      const options = { quality: 85, chromaSubsampling } as const;
      const [plain, ...marked] = await Promise.all(
        [undefined, 1, 5, 64 + at].map(async (restartInterval) =>
          decodeWithSharp(
            await bench.encode(picture, {
              ...options,
              ...(restartInterval !== undefined && { restartInterval }),
            }),
          ),
        ),
      );
      for (const samples of marked) expect(samples.equals(plain as Buffer)).toBe(true);
    }
  });

  it('makes Huffman tables for pictures with restart markers, too', async () => {
    const picture = pattern('noise', 90, 75, 3);
    const options = { quality: 60, chromaSubsampling: '4:2:2', restartInterval: 7 } as const;
    const plain = await bench.encode(picture, options);
    const optimised = await bench.encode(picture, { ...options, optimiseCoding: true });
    expect(optimised.length).toBeLessThan(plain.length);
    const [a, b] = [await decodeWithSharp(optimised), await decodeWithSharp(plain)];
    expect(a.equals(b)).toBe(true);
  });

  it("takes quantisation tables of one's own", async () => {
    const picture = pattern('gradient', 50, 41, 3);
    const options = { quality: 90, chromaSubsampling: '4:2:0' } as const;
    const file = await bench.encode(picture, { ...options, quantisationTables: quantisationTables(30) });
    expectSameJpeg(file, await encodeWithSharp(picture, { ...options, quality: 30 }), 'a gradient');
  });
});
