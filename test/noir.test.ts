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
    await expect(missing.toBuffer()).rejects.toMatchObject({ code: 'ENOENT' });
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

  it('takes nothing more once it is closed', async () => {
    const closed = await createNoir({ backends: ['cpu'] });
    await closed.close();
    await expect(closed(image).negate().toBuffer()).rejects.toMatchObject({ code: 'shutting-down' });
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
