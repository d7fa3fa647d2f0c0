import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../src/library/input.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { noise } from '../support/pictures.ts';

const u8 = noise({ width: 6, height: 4, channels: 4, type: 'u8' });
const u16 = noise({ width: 6, height: 4, channels: 3, type: 'u16' });
const f32 = noise({ width: 6, height: 4, channels: 1, type: 'f32' });
const clamped = Uint8ClampedArray.from(u8.data);
const extent = { width: 6, height: 4 };

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

describe('pixels in memory', () => {
  it('are described as far as their array does not do it', async () => {
    for (const image of [u8, u16, f32]) {
      expect(await noir({ ...extent, data: image.data }).toImage()).toEqual(image);
    }
    expect(await noir({ ...extent, data: clamped }).toImage()).toEqual(u8);
    const foreign = runInNewContext('Uint16Array.from(samples)', { samples: u16.data });
    expect(await noir({ ...extent, data: foreign }).toImage()).toEqual(u16);
    expect(await noir({ ...extent, data: Buffer.from(u8.data) }).metadata()).toMatchObject({
      channels: 4,
      depth: 'uchar',
    });
  });

  it('are taken as sharp takes them, with their shape as an option', async () => {
    const shape = { ...extent, channels: 3 } as const;
    expect(await noir(u16.data, { raw: shape }).toImage()).toEqual(u16);
    const bytes = Uint8Array.from(u8.data);
    for (const data of [bytes, Buffer.from(bytes), bytes.buffer as never, clamped]) {
      expect(
        await noir(data, { raw: { ...shape, channels: 4 } })
          .flip()
          .flip()
          .toImage(),
      ).toEqual(u8);
    }
  });

  it('stay as they are in a Buffer, which its own slices share, and results are no part of it', async () => {
    const before = Buffer.from(u8.data);
    const buffer = Buffer.from(before);
    for (const position of ['entropy', 'attention'] as const) {
      const crop = async (data: Uint8Array) =>
        noir({ ...extent, data })
          .resize(3, 4, { fit: 'cover', position })
          .toImage();
      const expected = await crop(Uint8Array.from(before));
      expect((await crop(buffer)).data).toEqual(expected.data);
      expect(buffer).toEqual(before);
    }
    const result = await noir({ ...extent, data: buffer }).toImage();
    result.data.fill(0);
    expect(buffer).toEqual(before);
  });

  it.each<[object, RegExp]>([
    [{ ...extent, data: new Int16Array(24) }, /expected a Uint8Array, .* received Int16Array/],
    [{ ...extent, data: undefined }, /received undefined/],
    [{ ...extent, data: u8.data.subarray(1) }, /6x4x3\.95.*, received 95/],
    [{ ...extent, channels: 4, data: u8.data, premultiplied: true }, /not multiplied by their alpha/],
    [{ ...extent, channels: 3, data: u8.data }, /6x4x3 u8, received 96/],
  ])('are refused where they do not fit: %o', async (pixels, message) => {
    for (const read of [noir(pixels as Input).toBuffer(), noir(pixels as Input).metadata()]) {
      await expect(read).rejects.toMatchObject({
        code: 'invalid-parameter',
        message: expect.stringMatching(message),
      });
    }
  });

  it('are refused with a shape for a file', async () => {
    const shape = { ...extent, channels: 3 } as const;
    await expect(noir('photo.jpg' as never, { raw: shape }).toBuffer()).rejects.toThrow('received String');
  });
});
