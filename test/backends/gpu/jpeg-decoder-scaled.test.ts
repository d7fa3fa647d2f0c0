import { existsSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readJpegPicture } from '../../../src/formats/jpeg/scan.ts';
import { openDecoder } from '../../support/jpeg-decode.ts';
import { type Forgery, forgeJpeg } from '../../support/jpeg-forge.ts';
import { pattern } from '../../support/jpeg-pictures.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';

const SHRINKS = [2, 4, 8] as const;

/** The file with other first steps in its tables of 8 bits. */
function withSteps(file: Buffer, step: number): Buffer {
  const changed = Buffer.from(file);
  const table = changed.indexOf(Buffer.from([0xff, 0xdb])) + 4;
  for (const slot of [0, 1]) changed[table + 65 * slot + 1] = step;
  return changed;
}

describeGpu('the JPEG decoder, where it divides the sides,', () => {
  let opened: Awaited<ReturnType<typeof openDecoder>>;
  beforeAll(async () => {
    opened = await openDecoder();
  });
  afterAll(() => opened.close());

  it.each(Object.entries(SAMPLINGS))('gives libjpeg-turbo’s pixels of %s', async (_, sampling) => {
    const alone = sampling.map((__, index) => [index]);
    const kinds: Partial<Forgery>[] = [{}, { restart: 3, density: 0.6, wide: true }, { scans: alone }];
    for (const [width, height] of [
      [1, 1],
      [2, 3],
      [9, 17],
      [37, 70],
    ] as const) {
      for (const shrink of SHRINKS) {
        const kind = kinds[(width + shrink / 2) % kinds.length];
        const bytes = forgeJpeg({ width, height, sampling, seed: width * shrink, ...kind });
        expect(await opened.compare(bytes, { shrink }), `${width}x${height} by ${shrink}`).toBe('exact');
      }
    }
  });

  it('gives them of any extent', async () => {
    const samplings = (['4:2:0', '4:2:2', '4:4:0', 'gray'] as const).map((name) => SAMPLINGS[name]);
    for (let index = 0; index < (slowDriver ? 24 : 80); index++) {
      const [width, height] = [1 + ((7 * index) % 40), 1 + ((11 * index) % 39)];
      const shrink = SHRINKS[index % 3] ?? 2;
      const bytes = forgeJpeg({ width, height, sampling: samplings[index % 4] ?? [], seed: index });
      expect(await opened.compare(bytes, { shrink }), `${width}x${height} by ${shrink}`).toBe('exact');
    }
  });

  it('gives them at any quality, and where levels are cut off', async () => {
    for (const kind of ['noise', 'checker'] as const) {
      const { data, ...raw } = pattern(kind, 43, 29, 3);
      for (const quality of slowDriver ? [1, 100] : [1, 30, 100]) {
        for (const chromaSubsampling of ['4:4:4', '4:2:0']) {
          const bytes = await sharp(data, { raw }).jpeg({ quality, chromaSubsampling }).toBuffer();
          for (const shrink of SHRINKS) expect(await opened.compare(bytes, { shrink })).toBe('exact');
        }
      }
    }
  });

  it('wraps what is far beyond all levels where libjpeg does', async () => {
    for (const name of ['gray', '4:4:4'] as const) {
      const forgery = { width: 50, height: 40, sampling: SAMPLINGS[name], density: 0.05 };
      const bytes = withSteps(forgeJpeg(forgery), 130);
      expect(await opened.compare(bytes, { shrink: 8 }), name).toBe('exact');
      // Here sums of 16 bits overflow.
      for (const shrink of [2, 4] as const) expect(await opened.compare(bytes, { shrink })).toBe('unproved');
    }
  });

  it('makes less of a picture', () => {
    const bytes = forgeJpeg({ width: 801, height: 600, sampling: SAMPLINGS['4:2:0'] });
    const picture = readJpegPicture(bytes, DEFAULT_LIMITS);
    const [whole, half, least] = ([1, 2, 8] as const).map((shrink) =>
      opened.decoder.prepare(bytes, picture, { shrink }),
    );
    expect(whole?.pixels).toBe(801 * 600);
    expect(half?.pixels).toBe(401 * 300);
    expect(least?.pixels).toBe(101 * 75);
    expect(half?.words.planes).toBeLessThan((whole?.words.planes ?? 0) * 0.51);
    expect(least?.words.planes).toBeLessThan((whole?.words.planes ?? 0) / 15);
    expect(least?.words.blocks).toBe(whole?.words.blocks);
  });

  const photo = new URL('../../../../shared/data/photos/4k/koi-3840x2160-q90-420.jpg', import.meta.url);
  it.runIf(existsSync(photo))('proves a photo', async () => {
    const bytes = readFileSync(photo);
    for (const shrink of SHRINKS) expect(await opened.compare(bytes, { shrink })).toBe('exact');
  });
});
