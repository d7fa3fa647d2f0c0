import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImage } from '../src/core/image.ts';
import { createNoir, type Noir } from '../src/noir.ts';
import { pngOf } from './engine/files.ts';
import { noise } from './support/pictures.ts';

const image = noise({ width: 12, height: 7, channels: 3, type: 'u8' });

describe('createNoir', () => {
  let noir: Noir;
  let folder: string;
  let bytes: Buffer;

  beforeAll(async () => {
    noir = await createNoir({ backends: ['cpu'] });
    folder = await mkdtemp(join(tmpdir(), 'noir-'));
    bytes = await pngOf(image);
  });

  afterAll(async () => {
    await noir.close();
    await rm(folder, { recursive: true });
  });

  it('takes the path of a file, its bytes, an ArrayBuffer of them, or pixels', async () => {
    const path = join(folder, 'in.png');
    await noir(bytes).toFile(path);
    const memory = Uint8Array.from(bytes).buffer;
    for (const input of [path, bytes, new Uint8Array(bytes), memory, image]) {
      const { data, width, height } = await noir(input).negate().toImage();
      expect([width, height]).toEqual([12, 7]);
      expect(data).toEqual(image.data.map((sample) => 255 - sample));
    }
  });

  it('does not read a file before it is needed', async () => {
    const missing = noir(join(folder, 'missing.png')).greyscale();
    await expect(missing.toBuffer()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('missing.png'),
    });
  });

  it('says of bytes that are no picture that they are none', async () => {
    await expect(noir(Buffer.from('<html>')).toBuffer()).rejects.toMatchObject({
      code: 'unsupported-format',
    });
    await expect(noir(new Uint8Array()).toBuffer()).rejects.toMatchObject({ code: 'empty-body' });
  });

  it('holds pixels in memory to the limits as well', async () => {
    const long = createImage({ width: 16385, height: 1, channels: 1, type: 'u8' });
    for (const pipeline of [noir(long), noir(long).negate()]) {
      await expect(pipeline.toBuffer()).rejects.toMatchObject({ code: 'dimension-limit' });
      await expect(pipeline.toImage()).rejects.toMatchObject({ code: 'dimension-limit' });
    }
  });

  it('has the options of the environment, and its own before them', async () => {
    process.env.NOIR_BACKENDS = 'sharp';
    const [environment, own] = [await createNoir(), await createNoir({ backends: ['cpu'] })];
    delete process.env.NOIR_BACKENDS;
    expect(environment.runner.status().backends.map(({ name }) => name)).toEqual(['sharp']);
    expect(own.runner.status().backends.map(({ name }) => name)).toEqual(['cpu']);
    await environment.close();
    await own.close();
  });

  it('refuses pixels that are not what they say', async () => {
    const wrong = [
      { ...image, data: image.data.subarray(1) },
      { ...image, type: 'u16' as const },
      { ...image, width: -image.width, height: -image.height },
      { ...image, width: image.width / 2, height: image.height * 2 + 0.5 },
    ];
    for (const picture of wrong) {
      await expect(noir(picture).negate().toImage()).rejects.toMatchObject({
        code: 'invalid-parameter',
        errors: [{ pointer: '/data' }],
      });
    }
  });

  it('lets any number of pipelines wait for their turn, or refuses what is too much', async () => {
    const limits = { totalBytes: 1, queue: 3 };
    const patient = await createNoir({ backends: ['cpu'], limits });
    const jobs = Array.from({ length: 300 }, () => patient(bytes).negate().toBuffer());
    const results = await Promise.all(jobs);
    expect(new Set(results.map((result) => result.toString('base64'))).size).toBe(1);
    await patient.close();
    const strict = await createNoir({ backends: ['cpu'], limits, queue: 'refuse' });
    const settled = await Promise.allSettled(
      Array.from({ length: 30 }, () => strict(bytes).negate().toBuffer()),
    );
    await strict.close();
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const result of refused) expect(result).toMatchObject({ reason: { code: 'busy' } });
  });

  it('lets a pipeline that waits for its turn leave', async () => {
    const narrow = await createNoir({ backends: ['cpu'], limits: { queue: 1 } });
    const large = noise({ width: 700, height: 500, channels: 3, type: 'u8' });
    const first = narrow(large).median(7).toBuffer();
    await expect(narrow(bytes).toBuffer({ timeout: 1 })).rejects.toMatchObject({ code: 'deadline' });
    await expect(narrow(bytes).toBuffer({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    await first;
    await narrow.close();
  });

  it('closes as often as one likes, and with the scope that it is in', async () => {
    const closed = await createNoir({ backends: ['cpu'] });
    await Promise.all([closed.close(), closed.close(), closed[Symbol.asyncDispose]()]);
    await closed.close();
    await expect(closed(image).toBuffer()).rejects.toMatchObject({ code: 'shutting-down' });
  });

  it('takes nothing more once it is closed', async () => {
    const closed = await createNoir({ backends: ['cpu'] });
    await closed.close();
    await expect(closed(image).negate().toBuffer()).rejects.toMatchObject({ code: 'shutting-down' });
  });

  it('names options that there are not, and values that do not fit, all at once', async () => {
    const wrong = {
      backend: ['cpu'],
      gpu: 'softwar',
      limits: { pixel: 5, side: '9' },
      backends: ['cuda'],
      workers: 0,
    };
    await expect(createNoir(wrong as never)).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [
        { pointer: '/backend', reason: 'unknown option; did you mean backends?' },
        {
          pointer: '/gpu',
          reason: 'expected one of auto, software, off, received "softwar"; did you mean software?',
        },
        { pointer: '/backends', reason: 'expected a list of gpu, cpu, sharp, received ["cuda"]' },
        { pointer: '/workers', reason: 'expected a whole number from 1 on, received 0' },
        { pointer: '/limits/pixel', reason: 'unknown option; did you mean pixels?' },
        { pointer: '/limits/side', reason: 'expected a number from 0 on, received "9"' },
      ],
    });
    const loose = { backends: ['cpu'], gpu: undefined, limits: { side: undefined, pixels: 84 }, ops: null };
    const bare = await createNoir(loose as never);
    expect(bare.recipes.limits).toMatchObject({ side: 16384, pixels: 84 });
    expect(await bare(image).toImage()).toEqual(image);
    await bare.close();
  });

  it('lets pipelines in progress end before it closes', async () => {
    const path = join(folder, 'progress.png');
    await noir(bytes).toFile(path);
    const closing = await createNoir({ backends: ['cpu'], limits: { queue: 1 } });
    const working = Array.from({ length: 4 }, () => closing(path).negate().toBuffer());
    const closed = closing.close();
    await expect(closing(path).negate().toBuffer()).rejects.toMatchObject({ code: 'shutting-down' });
    await closed;
    const expected = await noir(path).negate().toBuffer();
    for (const made of working) expect(await made).toEqual(expected);
  });

  it('writes what it reads', async () => {
    const path = join(folder, 'out.png');
    const { format } = await noir(bytes).greyscale().toFile(path);
    expect(format).toBe('png');
    const gray = await noir(path).toImage();
    expect(gray).toMatchObject({ width: 12, height: 7, channels: 1, type: 'u8' });
    expect((await readFile(path)).subarray(1, 4).toString()).toBe('PNG');
  });
});
