import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePlainJpeg, type PlainOptions } from '../../../src/coders/jpeg/encoder.ts';
import { UNBOUND } from '../../../src/core/run.ts';
import { inTurns, toEnd } from '../../../src/core/turns.ts';
import { Simd } from '../../../src/kernels/simd/simd.ts';
import { listPhotos } from '../../engine/photos.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { encodeWithSharp, QUALITIES, SAMPLINGS } from '../../support/jpeg-encode.ts';
import { PATTERNS, type Pattern, pattern, type Samples } from '../../support/jpeg-pictures.ts';
import { random } from '../../support/pictures.ts';

/** The memory that idle SIMD code may keep; `KEPT` in `simd.ts`. */
const KEPT = 2 ** 25;

const USUAL: PlainOptions = { quality: 80, chromaSubsampling: '4:2:0', optimiseCoding: true };

const work = (picture: Samples, options: PlainOptions) =>
  encodePlainJpeg({ ...picture, type: 'u8', space: 'srgb' }, options);

const encode = (picture: Samples, options: PlainOptions) => toEnd(work(picture, options));

async function expectSame(picture: Samples, options: PlainOptions, name: string): Promise<Uint8Array> {
  const [got, wanted] = [encode(picture, options), await encodeWithSharp(picture, options)];
  const { quality, chromaSubsampling, optimiseCoding } = options;
  const tables = optimiseCoding ? 'optimised' : 'typical';
  expectSameJpeg(got, wanted, `${name}, ${chromaSubsampling} at quality ${quality}, ${tables} tables,`);
  return got;
}

/** Both kinds of Huffman tables for each sampling. */
const KINDS = SAMPLINGS.flatMap(([channels, chromaSubsampling]) =>
  [false, true].map((optimiseCoding) => ({ channels, chromaSubsampling, optimiseCoding })),
);

/** A picture whose samples are given by a function. */
function drawn(
  [width, height, channels]: readonly [number, number, 1 | 3],
  value: (x: number, y: number, channel: number) => number,
): Samples {
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    data[at] = value(pixel % width, Math.floor(pixel / width), at % channels);
  }
  return { width, height, channels, data };
}

/** Pictures that take a table, a step or an intermediate result to its end. */
const EXTREMES: Record<string, (x: number, y: number, channel: number) => number> = {
  black: () => 0,
  white: () => 255,
  'one primary': (_x, _y, channel) => (channel === 2 ? 255 : 0),
  columns: (x) => 255 * (x & 1),
  rows: (_x, y) => 255 * (y & 1),
  // The largest differences of DC.
  'black and white blocks': (x, y) => 255 * (((x >> 3) + (y >> 3)) & 1),
  'black and white MCUs': (x, y) => 255 * (((x >> 4) + (y >> 4)) & 1),
  'primaries side by side': (x, y, channel) => 255 * (((5 * x + 3 * y) >> channel) & 1),
  // Signs of the basis functions of the DCT, which give its largest coefficients.
  'signs of waves': (x, y) => {
    const wave = (at: number, place: number) => Math.cos(((2 * (at & 7) + 1) * place * Math.PI) / 16);
    return wave(x, (x >> 3) & 7) * wave(y, (y >> 3) & 7) < 0 ? 0 : 255;
  },
};

describe('the JPEG encoder, beside libjpeg', () => {
  it.each(KINDS)('writes the same bytes for every extent up to 40x40: %j', async (kind) => {
    let at = 0;
    for (let width = 1; width <= 40; width++) {
      for (let height = 1; height <= 40; height++, at++) {
        const quality = QUALITIES[at % QUALITIES.length] as number;
        const name = PATTERNS[Math.floor(at / QUALITIES.length) % PATTERNS.length] as Pattern;
        const picture = pattern(name, width, height, kind.channels);
        await expectSame(picture, { ...kind, quality }, `${name} of ${width}x${height}`);
      }
    }
  });

  it.each(KINDS)('writes the same bytes for long pictures: %j', async (kind) => {
    const sides = [257, 271, 272, 273, 800, 4095].flatMap((side) =>
      [1, 2, 9, 17].map((other) => [side, other]),
    );
    for (const [long, short] of sides as [number, number][]) {
      for (const [width, height] of [
        [long, short],
        [short, long],
      ] as const) {
        await expectSame(
          pattern('noise', width, height, kind.channels),
          { ...kind, quality: 85 },
          `noise of ${width}x${height}`,
        );
      }
    }
  });

  it.each(KINDS)('writes the same bytes at every quality: %j', async (kind) => {
    for (const name of PATTERNS) {
      const picture = pattern(name, 35, 27, kind.channels);
      for (let quality = 1; quality <= 100; quality++) await expectSame(picture, { ...kind, quality }, name);
    }
  });

  it.each(Object.entries(EXTREMES))('writes the same bytes for %s', async (name, value) => {
    for (const kind of KINDS) {
      for (const [width, height] of [
        [64, 64],
        [69, 43],
      ] as const) {
        const picture = drawn([width, height, kind.channels], value);
        for (const quality of [1, 50, 80, 99, 100]) await expectSame(picture, { ...kind, quality }, name);
      }
    }
  });

  it('writes the same bytes for black and white noise, of which no coefficient is 0', async () => {
    const next = random(5);
    for (const kind of KINDS) {
      const picture = drawn([77, 61, kind.channels], () => (next() < 0.5 ? 0 : 255));
      const file = await expectSame(picture, { ...kind, quality: 100 }, 'extreme noise');
      const stuffed = file.reduce((sum, byte, at) => sum + Number(byte === 0 && file[at - 1] === 0xff), 0);
      expect(stuffed).toBeGreaterThan(10);
    }
  });

  it('writes the same bytes for every single coefficient, behind up to 62 zeros', async () => {
    for (const kind of KINDS) {
      // A block for each coefficient of one channel, by row; in 4:2:0, blocks of chroma are twice as large.
      const wave = (at: number, place: number) => Math.cos(((2 * (at & 7) + 1) * place * Math.PI) / 16);
      const picture = drawn([64, 64, kind.channels], (x, y, channel) =>
        channel === 1 ? 128 : 128 + 120 * wave(x, x >> 3) * wave(y, y >> 3),
      );
      const file = await expectSame(picture, { ...kind, quality: 50 }, 'waves');
      if (!kind.optimiseCoding) continue;
      // The table of luma's AC is the second one; only what is met has a code.
      const tables = [...file.keys()].filter((at) => file[at] === 0xff && file[at + 1] === 0xc4);
      const at = tables[1] as number;
      const length = 256 * (file[at + 2] as number) + (file[at + 3] as number);
      expect([...file.subarray(at + 21, at + 2 + length)]).toContain(0xf0);
    }
  });

  it('writes the same bytes for photos', async () => {
    for (const [at, [name, path]] of listPhotos('kodak').entries()) {
      const [width, height] = [311 - at, 205 + at];
      for (const kind of KINDS) {
        const { data } = await sharp(path)
          .resize({ width, height, fit: 'cover' })
          .removeAlpha()
          .toColourspace(kind.channels === 1 ? 'b-w' : 'srgb')
          .raw()
          .toBuffer({ resolveWithObject: true });
        const picture = { width, height, channels: kind.channels, data: Uint8Array.from(data) };
        const quality = [80, 95, 60, 90][at % 4] as number;
        await expectSame(picture, { ...kind, quality }, name);
      }
    }
  });

  it('writes the same bytes for more tokens than memory is taken for at once', async () => {
    for (const kind of KINDS) {
      // In the second one, a row of MCUs has more of them.
      for (const [width, height] of [
        [643, 401],
        [5003, 49],
      ] as const) {
        const picture = pattern('noise', width, height, kind.channels);
        for (const quality of [60, 100]) await expectSame(picture, { ...kind, quality }, 'noise');
      }
    }
  });

  it('reads samples from any place of their memory', async () => {
    for (const kind of KINDS) {
      const { data, ...extent } = pattern('noise', 37, 29, kind.channels);
      for (const offset of [1, 2, 3, 7]) {
        const memory = new Uint8Array(offset + data.length + 5).fill(0xa5);
        memory.set(data, offset);
        const view = memory.subarray(offset, offset + data.length);
        await expectSame({ ...extent, data: view }, { ...kind, quality: 80 }, `from byte ${offset} on`);
      }
    }
  });
});

describe('the work of encoding a JPEG', () => {
  const pictures = [
    pattern('noise', 301, 203, 3),
    pattern('gradient', 97, 411, 1),
    pattern('noise', 64, 300, 3),
  ];
  const options = [USUAL, { ...USUAL, optimiseCoding: false }, { ...USUAL, quality: 100 }] as const;

  it('is not mixed up with others that go on in turns', () => {
    const wanted = pictures.map((picture, at) => encode(picture, options[at] as PlainOptions));
    const going = pictures.map((picture, at) => work(picture, options[at] as PlainOptions));
    const files: Uint8Array[] = [];
    while (files.filter(Boolean).length < pictures.length) {
      for (const [at, one] of going.entries()) {
        const step = one.next();
        if (step.done && step.value) files[at] = step.value;
      }
    }
    for (const [at, file] of files.entries()) expect(Buffer.compare(file, wanted[at] as Uint8Array)).toBe(0);
  });

  it('leaves nothing behind where it is given up', async () => {
    const [picture] = pictures as [Samples];
    const wanted = encode(picture, USUAL);
    for (let steps = 1; steps < 20; steps += 3) {
      const given = work(pictures[2] as Samples, { ...USUAL, quality: 100 });
      for (let step = 0; step < steps; step++) given.next();
      given.return(undefined as never);
      expect(Buffer.compare(encode(picture, USUAL), wanted)).toBe(0);
    }
  });

  it('rejects with the reason of an abort', async () => {
    const given = new AbortController();
    const reason = new Error('the client has left');
    const large = work(pattern('noise', 1200, 900, 3), { ...USUAL, quality: 100 });
    // Turns of one piece each, so that the abort comes between two of them.
    const encoding = inTurns(large, { ...UNBOUND, signal: given.signal }, 0);
    setImmediate(() => given.abort(reason));
    await expect(encoding).rejects.toBe(reason);
    expect(large.next().done).toBe(true);
  });

  it('does not keep the memory of a large picture', () => {
    // 4 bytes for each coefficient, and none of them is 0.
    const [width, height] = [2048, 1600];
    const { data: rows } = pattern('noise', width, 16, 3);
    const data = new Uint8Array(3 * width * height);
    for (let at = 0; at < data.length; at += rows.length) data.set(rows, at);
    encode({ width, height, channels: 3, data }, { ...USUAL, quality: 100, chromaSubsampling: '4:4:4' });
    const idle = Simd.run((one) => Simd.run((other) => one.bytes.length + other.bytes.length));
    expect(idle).toBeLessThanOrEqual(KEPT);
  });
});
