import { existsSync, readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProgramClock } from '../../../src/backends/gpu/program-clock.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { colorOfInks, INK_NODES } from '../../../src/formats/icc/inks.ts';
import { colorOfPrimaries, tableOfPrimaries } from '../../../src/formats/icc/primaries.ts';
import { readJpegPicture } from '../../../src/formats/jpeg/scan.ts';
import { forgeProfile, gamma, PRIMARIES } from '../../formats/profiles.ts';
import { openDecoder } from '../../support/jpeg-decode.ts';
import { dice, type Forgery, forgeJpeg } from '../../support/jpeg-forge.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { describeGpu, slowDriver } from '../../support/vulkan.ts';

type Opened = Awaited<ReturnType<typeof openDecoder>>;

/** Waves with some noise: smooth in places, with edges in others. */
function waves(width: number, height: number, channels: 1 | 3) {
  const random = dice(width * height);
  const data = Uint8Array.from({ length: width * height * channels }, (_, at) => {
    const [x, y] = [Math.floor(at / channels) % width, Math.floor(at / channels / width)];
    return 128 + 60 * Math.sin(x / 5 + (at % channels)) + 50 * Math.cos((x * y) / 40) + random(16);
  });
  const pipeline = sharp(data, { raw: { width, height, channels } });
  return channels === 1 ? pipeline.toColourspace('b-w') : pipeline;
}

/** A picture of 8-bit RGB from a function of its place. */
function paint(width: number, height: number, color: (x: number, y: number) => readonly number[]) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) data.set(color(at % width, Math.floor(at / width)), 3 * at);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

describeGpu('the JPEG decoder', () => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await openDecoder();
  });
  afterAll(() => opened.close());

  it.each(['4:4:4', '4:2:0', 'gray'])('gives libjpeg-turbo’s pixels of %s at any quality', async (chroma) => {
    const gray = chroma === 'gray';
    for (const [width, height] of [
      [1, 1],
      [2, 5],
      [7, 3],
      [8, 8],
      [17, 31],
      [40, 40],
      [203, 77],
    ] as const) {
      for (const quality of slowDriver ? [10, 95] : [1, 10, 50, 80, 95, 100]) {
        for (const optimiseCoding of slowDriver ? [true] : [true, false]) {
          const options = { quality, optimiseCoding, chromaSubsampling: gray ? '4:2:0' : chroma };
          const bytes = await waves(width, height, gray ? 1 : 3)
            .jpeg(options)
            .toBuffer();
          expect(await opened.compare(bytes), `${width}x${height} at ${quality}`).toBe('exact');
        }
      }
    }
  });

  it.each(Object.entries(SAMPLINGS))(
    'takes %s, in one or several scans, with restarts',
    async (_, sampling) => {
      const alone = sampling.map((__, index) => [index]);
      const kinds: Partial<Forgery>[] = [
        {},
        { restart: 1 },
        { restart: 3, density: 0.6, wide: true },
        { scans: alone },
        { scans: alone.toReversed(), restart: 2 },
        { adobe: 0 },
        { adobe: 1, scans: sampling.length > 1 ? [[0], [1, 2], ...alone.slice(3)] : alone },
        { adobe: 2 },
        { ids: [82, 71, 66, 75] },
      ];
      for (const [width, height] of [
        [1, 1],
        [2, 3],
        [9, 17],
        [5, 40],
        [130, 70],
      ] as const) {
        for (const [seed, kind] of kinds.entries()) {
          // A third of all pairs, with every extent and every kind among them.
          if (slowDriver && (seed + width) % 3 !== 0) continue;
          const bytes = forgeJpeg({ width, height, sampling, seed, ...kind });
          expect(await opened.compare(bytes), `${width}x${height} ${JSON.stringify(kind)}`).toBe('exact');
        }
      }
    },
  );

  it('proves what synchronises badly', async () => {
    const pictures: Record<string, (x: number, y: number) => readonly number[]> = {
      white: () => [255, 255, 255],
      color: () => [200, 30, 40],
      checker: (x, y) => (((x >> 3) + (y >> 3)) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]),
      'fine checker': (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255] : [0, 0, 0]),
      stripes: (_, y) => (y % 40 < 2 ? [0, 0, 0] : [255, 255, 255]),
      'product on white': (x, y) =>
        (x - 400) ** 2 + (y - 300) ** 2 < 40_000 ? [(x * y) % 256, x % 256, y % 256] : [255, 255, 255],
    };
    const chosen = Object.entries(pictures).filter(
      ([name]) => !slowDriver || !/color|fine|stripes/.test(name),
    );
    for (const [name, color] of chosen) {
      const codings = [{}, { optimiseCoding: false }, { chromaSubsampling: '4:4:4', quality: 95 }];
      for (const options of slowDriver ? codings.slice(0, 1) : codings) {
        const bytes = await paint(800, 600, color).jpeg(options).toBuffer();
        // Checkerboards repeat themselves at more distances than are followed.
        const allowed = name.endsWith('checker') ? ['exact', 'unproved'] : ['exact'];
        expect(allowed, name).toContain(await opened.compare(bytes));
      }
    }
  });

  it('proves flat pictures of several workgroups, with nothing but trails to go by', async () => {
    const white = paint(1500, 1400, (x, y) => (x + y === 1000 ? [200, 0, 0] : [255, 255, 255]));
    const bytes = await white.jpeg({ optimiseCoding: false }).toBuffer();
    expect(bytes.length).toBeGreaterThan(240 * 128);
    const blind = { rounds: 0, repairs: 0, thorough: true };
    expect(await opened.compare(bytes)).toBe('exact');
    expect(await opened.compare(bytes, blind)).toBe('exact');
    expect(await opened.compare(bytes, { ...blind, thorough: false })).toBe('unproved');
    const samplings = [SAMPLINGS['4:2:0'], ...(slowDriver ? [] : [SAMPLINGS.gray, SAMPLINGS['4:4:4']])];
    for (const sampling of samplings) {
      const [width, height] = [400, 300];
      for (const restart of slowDriver ? [7] : [0, 7, 100]) {
        const scans = sampling.map((_, index) => [index]);
        const forgery = { width, height, sampling, restart, density: 0.01 };
        expect(await opened.compare(forgeJpeg(forgery), blind), `restart ${restart}`).toBe('exact');
        expect(await opened.compare(forgeJpeg({ ...forgery, scans }), blind)).toBe('exact');
      }
    }
  });

  it('never proves what began wrongly', async () => {
    const bytes = await waves(400, 300, 3).jpeg({ quality: 90 }).toBuffer();
    for (let guess = 0; guess < 2 ** 15; guess += slowDriver ? 20_011 : 2477) {
      expect(await opened.compare(bytes, { guess }), `guess ${guess}`).toBe('exact');
      expect(await opened.compare(bytes, { guess, rounds: 0 }), `guess ${guess}`).toBe('unproved');
      expect(await opened.compare(bytes, { guess, rounds: 1, repairs: 0 })).not.toBe('different');
    }
  });

  it('turns inks to colours, as the table says to the last bit', async () => {
    const random = dice(5);
    const words = Uint32Array.from({ length: INK_NODES ** 4 }, () => random(2 ** 24));
    for (const adobe of [0, 2]) {
      const bytes = forgeJpeg({ width: 133, height: 90, sampling: SAMPLINGS.inks, adobe, density: 0.5 });
      const stored = await opened.decode(bytes);
      const colors = await opened.decode(bytes, { colors: { conversion: 'inks', words } });
      const expected = Array.from({ length: 133 * 90 }, (_, pixel) =>
        colorOfInks(words, stored?.subarray(4 * pixel) ?? []),
      );
      expect(colors).toEqual(Buffer.from(expected.flat()));
    }
  });

  it('turns RGB of other primaries to sRGB, as the table says to the last bit', async () => {
    const words = tableOfPrimaries(forgeProfile({ primaries: PRIMARIES.p3, curves: [gamma(1.8)] }));
    if (!words) throw new Error('there is no table');
    for (const adobe of [0, 1]) {
      const bytes = forgeJpeg({ width: 133, height: 90, sampling: SAMPLINGS['4:2:0'], adobe, density: 0.5 });
      const stored = await opened.decode(bytes);
      const colors = await opened.decode(bytes, { colors: { conversion: 'primaries', words } });
      const expected = Array.from({ length: 133 * 90 }, (_, pixel) =>
        colorOfPrimaries(words, stored?.subarray(3 * pixel) ?? []),
      );
      expect(colors).toEqual(Buffer.from(expected.flat()));
    }
  });

  it('times its programs', async () => {
    const { device, decoder } = opened;
    const bytes = await waves(64, 64, 3).jpeg().toBuffer();
    const layout = decoder.prepare(bytes, readJpegPicture(bytes, DEFAULT_LIMITS));
    if (!layout) throw new Error('the picture was not laid out');
    if (!device.features.has('timestamp-query')) return;
    const goal = device.createBuffer({ size: 64 * 64 * 3, usage: GPUBufferUsage.STORAGE });
    const clock = new ProgramClock(device);
    await decoder.warm();
    const encoder = device.createCommandEncoder();
    device.pushErrorScope('validation');
    const recording = decoder.record(encoder, layout, goal, clock);
    device.queue.submit([encoder.finish()]);
    expect(Object.keys(await clock.read())).toEqual([
      ...['count', 'spine', 'unstuff', 'synchronise', 'tiles', 'emit', 'idct', 'color'],
    ]);
    expect(await device.popErrorScope()).toBeNull();
    recording.release();
    goal.destroy();
  });

  it('leaves other kinds to others', async () => {
    const progressive = await waves(20, 20, 3).jpeg({ progressive: true }).toBuffer();
    expect(opened.decoder.supports(readJpegPicture(progressive, DEFAULT_LIMITS))).toContain('not sequential');
    expect(await opened.compare(progressive)).toBe('unproved');
  });

  it('gives no verdict on a buffer that is too small', async () => {
    const goal = opened.device.createBuffer({ size: 256, usage: GPUBufferUsage.STORAGE });
    const bytes = await waves(20, 20, 3).jpeg().toBuffer();
    await expect(opened.decoder.decode(bytes, goal)).rejects.toThrow('too small for the picture');
    goal.destroy();
  });

  const folders = ['photos/cc0', 'jpeg-odd/flower', 'jpeg-odd/libjpeg-turbo'].map(
    (folder) => new URL(`../../../../shared/data/${folder}/`, import.meta.url),
  );
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /\.jpg$/.test(name) && !/prog|12|20MP/.test(name))
        .map((name) => new URL(name, folder)),
    );
  it.runIf(files.length > 0)('proves every photo at hand', async () => {
    for (const file of files) expect(await opened.compare(readFileSync(file)), file.pathname).toBe('exact');
  });
});
