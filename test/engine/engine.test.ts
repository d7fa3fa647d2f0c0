import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';

import type { StepInput } from '../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { noise } from '../support/pictures.ts';
import { openRig, pngOf, type Rig, readPng, recipe } from './files.ts';

const rgb = noise({ width: 37, height: 21, channels: 3, type: 'u8' });
const deep = noise({ width: 20, height: 11, channels: 3, type: 'u16' });

/** The file with rubbish amid its pixel data: nothing that its chunks tell. */
function damaged(bytes: Buffer): Buffer {
  const middle = bytes.length >> 1;
  return Buffer.from(bytes).fill(0x55, middle, middle + 100);
}

describe('the engine', () => {
  let engine: Rig;
  beforeAll(async () => {
    engine = await openRig();
  });
  afterAll(() => engine.close());

  it('keeps the format, the depth and every bit of a 16-bit PNG', async () => {
    const { data, format, shape, backend } = await engine.run(await pngOf(deep), recipe({}));
    expect([format, shape, backend]).toEqual([
      'png',
      { width: 20, height: 11, channels: 3, type: 'u16' },
      'none',
    ]);
    const read = readPng(data);
    expect([read.depth, read.width, read.height]).toEqual([16, 20, 11]);
    for (let pixel = 0; pixel < 220; pixel++) {
      expect([...read.data.slice(4 * pixel, 4 * pixel + 3)]).toEqual([
        ...deep.data.slice(3 * pixel, 3 * pixel + 3),
      ]);
    }
  });

  it('casts floats to 16 bits for a PNG, and says so in the shape', async () => {
    const steps = recipe({
      steps: [
        { op: 'cast', type: 'f32' },
        { op: 'linear', a: 0.5 },
      ],
    });
    const { data, shape } = await engine.run(await pngOf(deep), steps);
    expect(shape.type).toBe('u16');
    const read = readPng(data);
    let worst = 0;
    deep.data.forEach((sample, at) => {
      const got = read.data[4 * Math.floor(at / 3) + (at % 3)] as number;
      worst = Math.max(worst, Math.abs(got - sample / 2));
    });
    expect(worst).toBeLessThanOrEqual(0.51);
  });

  it.each(['jpeg', 'webp', 'gif'] as const)('casts 16 bits to 8 for %s', async (format) => {
    const { data, shape } = await engine.run(await pngOf(deep), recipe({ output: { format } }));
    expect(shape).toMatchObject({ type: 'u8', width: 20, height: 11 });
    expect(await sharp(data).metadata()).toMatchObject({ format, width: 20, height: 11, depth: 'uchar' });
  });

  it('keeps floats in TIFF', async () => {
    const asFloat = recipe({ steps: [{ op: 'cast', type: 'f32' }], output: { format: 'tiff' } });
    const { data, shape } = await engine.run(await pngOf(deep), asFloat);
    expect(shape.type).toBe('f32');
    const back = await engine.pixels(data, recipe({}));
    expectClose(back, runReference(planSteps([{ op: 'cast', type: 'f32' }], deep), deep), 0, 'TIFF');
  });

  it('carries no metadata over', async () => {
    const { width, height, data } = rgb;
    const exif = { IFD0: { Copyright: 'somebody', Artist: 'secret' } };
    const raw = { raw: { width, height, channels: 3 } } as const;
    const bytes = await sharp(data as Uint8Array, raw)
      .withExif(exif)
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const result = await engine.run(bytes, recipe({ steps: [{ op: 'negate' }], output: { format } }));
      const { exif: kept, icc, xmp, iptc } = await sharp(result.data).metadata();
      expect([kept, icc, xmp, iptc], format).toEqual([undefined, undefined, undefined, undefined]);
      expect(Buffer.from(result.data).includes('secret'), format).toBe(false);
    }
  });

  it('turns a picture upright before the first step', async () => {
    const bytes = await sharp(await pngOf(rgb))
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 95 })
      .toBuffer();
    const { shape, data } = await engine.run(bytes, recipe({ output: { format: 'png' } }));
    expect(shape).toMatchObject({ width: 21, height: 37 });
    const theirs = await sharp(bytes).autoOrient().raw().toBuffer();
    const ours = await sharp(data).raw().toBuffer();
    expect(ours.equals(theirs)).toBe(true);
  });

  it('takes the first format that the client accepts for auto, else the input’s own', async () => {
    const bytes = await pngOf(rgb);
    const auto = recipe({ output: { format: 'auto', quality: 60 } });
    expect((await engine.run(bytes, auto, { accepted: ['webp', 'jpeg'] })).format).toBe('webp');
    expect((await engine.run(bytes, auto, { accepted: [] })).format).toBe('png');
    expect((await engine.run(bytes, recipe({}), { accepted: ['webp'] })).format).toBe('png');
  });

  it('makes a smaller file at a lower quality', async () => {
    const bytes = await pngOf(rgb);
    const sizes = [10, 90].map(async (quality) => {
      return (await engine.run(bytes, recipe({ output: { format: 'jpeg', quality } }))).data.length;
    });
    const [low = 0, high = 0] = await Promise.all(sizes);
    expect(low).toBeLessThan(high);
  });

  it('tells where the time went', async () => {
    const { timings, backend } = await engine.run(await pngOf(rgb), recipe({ steps: [{ op: 'negate' }] }));
    expect(backend).toBe('cpu');
    expect(Object.keys(timings)).toEqual(['decode', 'cpu', 'encode']);
  });

  it('says who did the steps on a picture in memory, and who cast it for its format', async () => {
    const floats = noise({ ...rgb, type: 'f32' });
    expect((await engine.run(floats, recipe({}))).backend).toBe('cpu');
    expect((await engine.run(rgb, recipe({}))).backend).toBe('none');
  });

  it('leaves out steps that change nothing', async () => {
    const file = await sharp(rgb.data, { raw: { width: 37, height: 21, channels: 3 } })
      .jpeg()
      .toBuffer();
    const without = await engine.run(file, recipe({}));
    const idle: readonly StepInput[] = [
      { op: 'resize', width: 800, withoutEnlargement: true },
      { op: 'extract', left: 0, top: 0, width: 37, height: 21 },
      { op: 'trim', threshold: 255 },
    ];
    for (const steps of [...idle.map((each) => [each]), idle]) {
      const { data, backend } = await engine.run(file, recipe({ steps }));
      expect(backend).toBe('none');
      expect(data).toEqual(without.data);
    }
    const negated = await engine.run(file, recipe({ steps: [{ op: 'negate' }] }));
    const among = await engine.run(file, recipe({ steps: [...idle, { op: 'negate' }, ...idle] }));
    expect(among.data).toEqual(negated.data);
  });

  it('finds faults of geometry before it decodes: a torn picture with a faulty recipe reports the recipe', async () => {
    const torn = damaged(await pngOf(rgb));
    const faulty = recipe({ steps: [{ op: 'greyscale' }, { op: 'linear', a: [1, 2, 3] }] });
    await expect(engine.run(torn, faulty)).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [{ pointer: '/steps/1/a' }],
    });
    await expect(engine.run(torn, recipe({ steps: [{ op: 'greyscale' }] }))).rejects.toMatchObject({
      code: 'corrupt-image',
    });
  });

  it('refuses a step that would take too much memory before it decodes', async () => {
    const small = await openRig({ limits: { ...DEFAULT_LIMITS, imageBytes: 37 * 21 * 3 } });
    const torn = damaged(await pngOf(rgb));
    await expect(small.run(torn, recipe({ steps: [{ op: 'cast', type: 'u16' }] }))).rejects.toMatchObject({
      code: 'memory-limit',
    });
    await small.close();
  });

  it('can be had on what the machine has, and says so in one line', async () => {
    const both = await openRig({ backends: ['gpu', 'cpu'] });
    expect(both.engine.status().summary).toMatch(/^runs on cpu \(.+\); no gpu, see `noir doctor`$/);
    await both.close();
    await expect(openRig({ backends: ['gpu'] })).rejects.toThrow(
      'none of the backends gpu is available here',
    );
  });
});

describe('the queue of the engine', () => {
  const jobBytes = 2 * 400 * 400 * 3;
  const large = noise({ width: 400, height: 400, channels: 3, type: 'u8' });
  const steps = recipe({ steps: [{ op: 'negate' }] });

  it('lets jobs wait for memory, and refuses those that find too many waiting', async () => {
    const engine = await openRig({ limits: { ...DEFAULT_LIMITS, totalBytes: jobBytes, queue: 2 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => engine.pixels(large, steps)));
    const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'done' : outcome.reason.code));
    expect(codes).toEqual(['done', 'done', 'done', 'busy', 'busy', 'busy']);
    const image = await engine.pixels(large, steps);
    expect(image.data[0]).toBe(255 - (large.data[0] as number));
    await engine.close();
  });

  it('gives the room of a failed job back', async () => {
    const engine = await openRig({ limits: { ...DEFAULT_LIMITS, totalBytes: jobBytes, queue: 1 } });
    const torn = damaged(await pngOf(large));
    for (let turn = 0; turn < 3; turn++) {
      await expect(engine.run(torn, recipe({ steps: [{ op: 'negate' }] }))).rejects.toMatchObject({
        code: 'corrupt-image',
      });
    }
    await engine.pixels(large, steps);
    await engine.close();
  });

  it('is shut once the engine is closed', async () => {
    const engine = await openRig();
    await engine.close();
    await expect(engine.pixels(large, steps)).rejects.toMatchObject({ code: 'shutting-down', status: 503 });
    await expect(engine.run(await pngOf(rgb), recipe({}))).rejects.toMatchObject({ code: 'shutting-down' });
  });
});
