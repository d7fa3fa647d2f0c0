/** Noir's own JPEG decoder gives the samples of libvips' loader, or leaves a file to it. */
import sharp, { type JpegOptions } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodePlainJpeg } from '../../../src/coders/jpeg/decoder.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import type { Shrink } from '../../../src/formats/format.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { TYPICAL_HUFFMAN } from '../../../src/formats/jpeg/tables.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { realFiles } from '../../formats/pictures.ts';
import { forgeJpeg, withSegment } from '../../support/jpeg-forge.ts';
import { BEHIND, jpegKinds } from '../../support/jpeg-kinds.ts';
import { PATTERNS, pattern } from '../../support/jpeg-pictures.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { decode, openLoader, SHRINKS } from './compare.ts';

const { compare, close } = openLoader();
afterAll(close);

/** What comes of a file at every scale that leaves a pixel. */
async function outcomes(file: Uint8Array): Promise<string[]> {
  const { width, height } = readHeader(file, DEFAULT_LIMITS);
  const shrinks = SHRINKS.filter((shrink) => Math.min(width, height) >= shrink);
  return Promise.all(shrinks.map((shrink) => compare(file, shrink)));
}

async function expectSame(file: Uint8Array): Promise<void> {
  expect(new Set(await outcomes(file))).toEqual(new Set(['same']));
}

async function expectDeclined(file: Uint8Array): Promise<void> {
  expect(new Set(await outcomes(file))).toEqual(new Set(['declined']));
}

function encoded(kind: (typeof PATTERNS)[number], channels: 1 | 3, options: JpegOptions, side = 201) {
  const { data, width, height } = pattern(kind, side, 117, channels);
  const pipeline = sharp(data, { raw: { width, height, channels } });
  return pipeline.toColourspace(channels === 1 ? 'b-w' : 'srgb').jpeg(options);
}

const photo = forgeJpeg({ width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] });

const EXTENTS = [
  [1, 1],
  [1, 40],
  [40, 1],
  [3, 100],
  [100, 3],
  [5, 6],
  [6, 5],
  [7, 9],
  [8, 8],
  [15, 15],
  [16, 16],
  [17, 17],
  [31, 33],
  [33, 31],
  [47, 49],
  [65, 50],
  [129, 20],
] as const;

describe('the samples of libvips', () => {
  it.each(['gray', 'gray of 2x2', '4:4:4', '4:4:4 of 2x1'] as const)(
    'come of any extent in %s',
    async (name) => {
      for (const [width, height] of EXTENTS) {
        await expectSame(forgeJpeg({ width, height, sampling: SAMPLINGS[name] }));
      }
    },
  );

  it('come of any extent where chroma has half of the samples on each side', async () => {
    for (const sampling of [SAMPLINGS['4:2:0'], SAMPLINGS['one coarse between two']]) {
      for (const [width, height] of EXTENTS) {
        // Chroma of one or two columns is left to libvips.
        const whole = width < 5 ? 'declined' : 'same';
        const [first, ...others] = await outcomes(forgeJpeg({ width, height, sampling }));
        expect([width, height, first]).toEqual([width, height, whole]);
        expect(others.every((outcome) => outcome === 'same')).toBe(true);
      }
    }
  });

  it('come of any extent where chroma has half of the columns', async () => {
    for (const [width, height] of EXTENTS) {
      const file = forgeJpeg({ width, height, sampling: SAMPLINGS['4:2:2'] });
      for (const shrink of SHRINKS.filter((parts) => Math.min(width, height) >= parts)) {
        const isRead = shrink < 8 && Math.ceil(width / shrink) >= 5;
        expect([width, height, shrink, await compare(file, shrink)]).toEqual([
          ...[width, height, shrink],
          isRead ? 'same' : 'declined',
        ]);
      }
    }
  });

  it('come of a quarter of the chroma columns where the scale takes it to half', async () => {
    const file = forgeJpeg({ width: 65, height: 50, sampling: SAMPLINGS['4:1:0'] });
    expect(await outcomes(file)).toEqual(['declined', 'same', 'same', 'declined']);
  });

  it.each([1, 30, 80, 100])('come of quality %i', async (quality) => {
    for (const kind of PATTERNS) {
      for (const optimiseCoding of [true, false]) {
        await expectSame(await encoded(kind, 1, { quality, optimiseCoding }).toBuffer());
        for (const chromaSubsampling of ['4:2:0', '4:4:4']) {
          await expectSame(await encoded(kind, 3, { quality, optimiseCoding, chromaSubsampling }).toBuffer());
        }
      }
    }
  });

  it.each([1, 2, 3, 7, 8, 9, 21, 1000])('come of a restart marker behind every %i. MCU', async (restart) => {
    for (const name of ['gray', '4:2:2', '4:4:4'] as const) {
      const file = forgeJpeg({ width: 99, height: 83, sampling: SAMPLINGS[name], restart });
      for (const shrink of [1, 2, 4] as const) expect(await compare(file, shrink)).toBe('same');
    }
    await expectSame(forgeJpeg({ width: 99, height: 83, sampling: SAMPLINGS['4:2:0'], restart }));
  });

  it('come of any number of coefficients, and of steps of 16 bits', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] };
    for (const density of [0, 0.02, 0.5, 1]) await expectSame(forgeJpeg({ ...forged, density }));
    await expectSame(forgeJpeg({ ...forged, wide: true }));
    await expectSame(forgeJpeg({ ...forged, density: 0, wide: true, step: 0 }));
  });

  it('come of files whose segments tell that they are YCbCr', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] };
    const jfif = [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0];
    await expectSame(forgeJpeg({ ...forged, adobe: 1 }));
    await expectSame(forgeJpeg({ ...forged, ids: [1, 1, 1] }));
    await expectSame(forgeJpeg({ ...forged, ids: [0, 77, 3] }));
    await expectSame(withSegment(forgeJpeg({ ...forged, ids: [82, 71, 66] }), 0xe0, jfif));
    await expectSame(withSegment(forgeJpeg({ ...forged, adobe: 0 }), 0xe0, jfif));
  });

  it('come of a file with something behind its end', async () => {
    const { baseline } = (await jpegKinds(60)) as { baseline: Buffer };
    for (const behind of Object.values(BEHIND)) {
      for (const file of [photo, baseline]) await expectSame(Buffer.concat([file, behind(file)]));
    }
  });

  it('come of a file with a profile for sRGB', async () => {
    await expectSame(await encoded('gradient', 3, {}).withIccProfile('srgb').toBuffer());
  });

  const real = realFiles().filter(
    ({ name }) => /\.jpe?g$/.test(name) && !/[48]k|20MP|bombs|monkey/.test(name),
  );
  it.each(real)('come of $name, or none', async ({ bytes }) => {
    for (const outcome of await outcomes(bytes())) expect(['same', 'declined']).toContain(outcome);
  });
});

describe('a file is left to libvips', () => {
  it('when it is of another kind', async () => {
    const kinds = await jpegKinds(99);
    const others = Object.entries(kinds).filter(([name]) => /progressive|inks|each/.test(name));
    expect(others.length).toBe(6);
    for (const [, file] of others) await expectDeclined(file);
    const arithmetic = Buffer.from(photo);
    arithmetic[arithmetic.indexOf(Buffer.of(0xff, 0xc0)) + 1] = 0xc9;
    await expectDeclined(arithmetic);
  });

  it('when its colours are others', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] };
    await expectDeclined(forgeJpeg({ ...forged, ids: [82, 71, 66] }));
    await expectDeclined(forgeJpeg({ ...forged, adobe: 0 }));
    await expectDeclined(await encoded('gradient', 3, {}).withIccProfile('p3').toBuffer());
  });

  it('when a segment is too short for libjpeg to believe it', async () => {
    const rgb = forgeJpeg({ width: 99, height: 83, sampling: SAMPLINGS['4:2:0'], ids: [82, 71, 66] });
    await expectDeclined(withSegment(rgb, 0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0]));
    const told = forgeJpeg({ width: 99, height: 83, sampling: SAMPLINGS['4:2:0'], adobe: 0 });
    const start = told.indexOf(Buffer.of(0xff, 0xdb)) - 2;
    const short = withSegment(told.subarray(start), 0xee, [...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0]);
    await expectDeclined(Buffer.concat([told.subarray(0, start + 2), short.subarray(2)]));
  });

  it('when libjpeg warns of its version of JFIF, or of its code of Adobe', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] };
    await expectDeclined(forgeJpeg({ ...forged, adobe: 7 }));
    const jfif = (version: number) => [...Buffer.from('JFIF\0'), version, 1, 0, 0, 1, 0, 1, 0, 0];
    await expectDeclined(withSegment(forgeJpeg(forged), 0xe0, jfif(2)));
    expect(await compare(withSegment(forgeJpeg(forged), 0xe0, jfif(1)), 1)).toBe('same');
  });

  it.each(['4:4:0', '4:1:1', '1x4', '3x1', 'mixed ratios', 'finer chroma', 'much finer chroma'] as const)(
    'when its sampling is %s',
    async (name) => {
      await expectDeclined(forgeJpeg({ width: 65, height: 50, sampling: SAMPLINGS[name] }));
    },
  );

  it('when its scan is unusual', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:4:4'] };
    // libjpeg refuses the components in another order.
    await expectDeclined(forgeJpeg({ ...forged, scans: [[0, 2, 1]] }));
    await expectDeclined(forgeJpeg({ ...forged, scans: [[1, 0, 2]] }));
    for (const [place, value] of [
      [7, 1],
      [8, 62],
      [9, 1],
    ] as const) {
      const file = forgeJpeg(forged);
      file[file.indexOf(Buffer.of(0xff, 0xda)) + 4 + place] = value;
      await expectDeclined(file);
    }
  });

  it('when a table is unusual', async () => {
    const forged = { width: 99, height: 83, sampling: SAMPLINGS['4:2:0'] };
    await expectDeclined(forgeJpeg({ ...forged, wide: true, density: 0, step: 2 ** 15 }));
    // All codes of 4 bits are in use, and libjpeg refuses the one of ones.
    const counts = Uint8Array.from({ length: 16 }, (_, index) => (index === 3 ? 16 : 0));
    const lumaDc = { counts, symbols: Uint8Array.from({ length: 16 }, (_, index) => index % 12) };
    await expectDeclined(forgeJpeg({ ...forged, huffman: { ...TYPICAL_HUFFMAN, lumaDc } }));
    const symbols = Uint8Array.from(TYPICAL_HUFFMAN.lumaAc.symbols);
    symbols[symbols.indexOf(0x09)] = 0x0b;
    const lumaAc = { ...TYPICAL_HUFFMAN.lumaAc, symbols };
    await expectDeclined(forgeJpeg({ ...forged, huffman: { ...TYPICAL_HUFFMAN, lumaAc } }));
  });

  it('when a table or segment without use is broken, without an error', async () => {
    const zeros = Array<number>(15).fill(0);
    await expectDeclined(withSegment(photo, 0xc4, [2, 3, ...zeros, 1, 2, 3]));
    await expectDeclined(withSegment(photo, 0xc4, [5, 1, ...zeros, 1]));
    await expectDeclined(withSegment(photo, 0xdb, [5, ...Array<number>(64).fill(1)]));
    await expectDeclined(withSegment(photo, 0xdb, [3, ...Array<number>(63).fill(1)]));
    await expectDeclined(withSegment(photo, 0xdd, []));
    await expectDeclined(withSegment(photo, 0xdd, [0, 0, 0]));
  });

  it('when no pixel would be left of it', () => {
    const file = forgeJpeg({ width: 7, height: 40, sampling: SAMPLINGS['4:4:4'] });
    expect(decode(file, 4)?.width).toBe(1);
    expect(decode(file, 8)).toBeUndefined();
  });

  it('when data are missing, or are left over', async () => {
    const end = Buffer.of(0xff, 0xd9);
    const { length } = photo;
    for (const file of [
      Buffer.concat([photo.subarray(0, -3), end]),
      Buffer.concat([photo.subarray(0, -200), end]),
      Buffer.concat([photo.subarray(0, -2), Buffer.of(0), end]),
      Buffer.concat([photo.subarray(0, -2), Buffer.of(0xff, 0xd0), end]),
      Buffer.concat([photo.subarray(0, length / 2), Buffer.of(0xff, 0xd0), photo.subarray(length / 2)]),
      Buffer.concat([photo.subarray(0, length / 2), Buffer.of(0xff), photo.subarray(length / 2)]),
    ]) {
      await expectDeclined(file);
    }
  });
});

describe('two pictures at a time', () => {
  const files = [photo, forgeJpeg({ width: 120, height: 90, sampling: SAMPLINGS.gray, restart: 4 })] as const;

  function begin(file: Uint8Array, shrink: Shrink) {
    const header = readHeader(file, DEFAULT_LIMITS);
    const allocate = (bytes: number) => new Uint8Array(bytes);
    const opened = { bytes: file, header, reading: DEFAULT_READING };
    return decodePlainJpeg(opened, { limits: DEFAULT_LIMITS, shrink, allocate });
  }

  it('are decoded apart from each other', () => {
    const alone = files.map((file) => decode(file)?.data);
    const works = files.map((file) => begin(file, 1));
    const results: unknown[] = [];
    for (let left = works.length; left > 0; ) {
      for (const [index, work] of works.entries()) {
        const { done, value } = work.next();
        if (!done || results[index]) continue;
        results[index] = value?.data;
        left--;
      }
    }
    expect(results).toEqual(alone);
  });

  it('are decoded right when another one was left halfway', () => {
    const [first, second] = files;
    const expected = decode(second, 2)?.data;
    const work = begin(first, 1);
    for (let rows = 0; rows < 3; rows++) work.next();
    work.return(undefined);
    expect(toEnd(begin(second, 2))?.data).toEqual(expected);
  });
});
