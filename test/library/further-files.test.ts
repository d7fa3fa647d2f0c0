import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import type { Pipeline } from '../../src/library/pipeline.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { pngOf } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 12, height: 7, channels: 3, type: 'u8' });
/** A Hald look-up table that inverts colours. */
function haldOf(level: number): Image {
  const side = level ** 3;
  const steps = level ** 2;
  const at = (value: number) => 255 - (value * 255) / (steps - 1);
  const data = Uint8Array.from({ length: side * side * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return at(Math.floor(pixel / steps ** (index % 3)) % steps);
  });
  return { width: side, height: side, channels: 3, type: 'u8', space: 'srgb', data };
}

const samples = (picture: Image) => [...picture.data];

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

describe('further files', () => {
  const same = (one: Pipeline, other: Pipeline) =>
    Promise.all([one.toImage(), other.toImage()]).then(([first, second]) => {
      expect(samples(first)).toEqual(samples(second));
    });

  it('are taken as bytes or pixels, as the only value, the last one, or by name', async () => {
    const gray = noise({ width: 12, height: 7, channels: 1, type: 'u8' }, 5);
    const [bytes, start] = [await pngOf(gray), noir(image)];
    await same(start.composite(bytes), start.composite({ image: gray }));
    await same(start.composite(gray, { blend: 'multiply' }), start.composite(bytes, undefined, 'multiply'));
    await same(start.mask(bytes), start.mask(gray));
    await same(start.joinChannel(await noir(gray).toBuffer()), start.joinChannel(gray));
    await same(start.watermark(bytes), start.watermark(new Blob([new Uint8Array(bytes)])));
    const hald = await pngOf(haldOf(2));
    await same(start.lut(hald, 0.5), start.lut({ lut: Uint8Array.from(hald).buffer, strength: 0.5 }));
  });

  it('that are none are named with their place', async () => {
    await expect(
      noir(image)
        .negate()
        .composite(42 as never)
        .toBuffer(),
    ).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [
        { pointer: '/steps/1/image', reason: expect.stringMatching(/expected a path, .* received a number/) },
      ],
    });
    await expect(noir(image).mask('no-such.png').toBuffer()).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('no-such.png'),
    });
    await expect(noir(image).mask(tmpdir()).toBuffer()).rejects.toMatchObject({ code: 'invalid-parameter' });
  });

  it('and colours are no options', async () => {
    const clear = noise({ width: 4, height: 4, channels: 4, type: 'u8' }, 2);
    const start = noir(clear);
    await same(start.flatten({ r: 255, g: 136, b: 0 }), start.flatten('ff8800'));
    await same(start.flatten({ background: 0xff8800 }), start.flatten([255, 136, 0]));
  });
});

describe('a report', () => {
  it('needs a step that reports', async () => {
    await expect(noir(image).negate().toReport()).rejects.toMatchObject({ code: 'invalid-parameter' });
    await expect(noir(image).stats().toImage()).rejects.toMatchObject({ code: 'invalid-parameter' });
    expect(await noir(image).stats().toReport()).toMatchObject({ width: 12 });
  });
});
