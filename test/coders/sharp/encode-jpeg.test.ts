/** JPEGs of sharp's coder in a thread that does nothing else, which encodes plain ones itself: the files are the same. */
import { describe, expect, it } from 'vitest';
import type { Coder } from '../../../src/coders/coder.ts';
import { plainJpegOptions } from '../../../src/coders/jpeg/plain.ts';
import { openSharpCoder } from '../../../src/coders/sharp/coder.ts';
import type { Image, Picture } from '../../../src/core/image.ts';
import { UNBOUND } from '../../../src/core/run.ts';
import type { Output } from '../../../src/formats/format.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { outputOf } from '../../support/outputs.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';

const [there, here] = (await Promise.all([openSharpCoder(), openSharpCoder(true)])) as [Coder, Coder];

async function encode(coder: Coder, picture: Picture, output: Output): Promise<Uint8Array> {
  return (coder.encode as NonNullable<Coder['encode']>)(picture, output, UNBOUND);
}

/** Every choice of the options that have few, at three qualities. */
const OUTPUTS = [1, 80, 100].flatMap((quality) =>
  ['4:2:0', '4:4:4'].flatMap((chromaSubsampling) =>
    [false, true].flatMap((optimiseCoding) =>
      [{}, { progressive: true }, { mozjpeg: true }, { progressive: true, mozjpeg: true }].map((more) =>
        outputOf('jpeg', { quality, chromaSubsampling, optimiseCoding, ...more }),
      ),
    ),
  ),
);

async function expectSame(picture: Picture, output: Output): Promise<void> {
  const [got, wanted] = [await encode(here, picture, output), await encode(there, picture, output)];
  const [{ channels, type }] = picture.frames;
  const what = `${type} of ${channels} channels with ${JSON.stringify(output.options)}`;
  if (output.options.progressive || output.options.mozjpeg) {
    expect(Buffer.compare(got, wanted), what).toBe(0);
  } else {
    expectSameJpeg(got, wanted, what);
  }
}

describe("a JPEG of sharp's coder", () => {
  it.each(LAYOUTS.filter(({ type }) => type !== 'f32'))(
    'has the same bytes with all options: %j',
    async (layout) => {
      const picture = { frames: [noise({ width: 45, height: 31, ...layout })] } as const;
      for (const output of OUTPUTS) await expectSame(picture, output);
    },
  );

  it('holds the first of several frames', async () => {
    const shape = { width: 33, height: 21, channels: 3, type: 'u8' } as const;
    const frames = [noise(shape, 1), noise(shape, 2), noise(shape, 3)] as const;
    const picture = { frames, delays: [100, 100, 100], loop: 0 };
    await expectSame(picture, outputOf('jpeg'));
    const [first] = frames;
    const alone = await encode(here, { frames: [first] }, outputOf('jpeg'));
    expect(Buffer.compare(await encode(here, picture, outputOf('jpeg')), alone)).toBe(0);
  });

  it.each([
    [65_501, 1],
    [1, 65_501],
    [65_536, 2],
  ])('is refused with sides of %i and %i', async (width, height) => {
    for (const channels of [1, 3] as const) {
      const picture = { frames: [noise({ width, height, channels, type: 'u8' })] } as const;
      for (const coder of [there, here]) {
        await expect(encode(coder, picture, outputOf('jpeg'))).rejects.toMatchObject({
          code: 'cannot-encode',
        });
      }
    }
  });

  it('may have a side of 65500', async () => {
    const long = noise({ width: 65_500, height: 3, channels: 3, type: 'u8' });
    await expectSame({ frames: [long] }, outputOf('jpeg'));
    const high = noise({ width: 2, height: 65_500, channels: 1, type: 'u8' });
    await expectSame({ frames: [high] }, outputOf('jpeg'));
  });

  it('has the same bytes where several are encoded at once', async () => {
    const pictures = [1, 2, 3, 4].map((seed) =>
      noise({ width: 500 + seed, height: 300, channels: seed % 2 ? 3 : 1, type: 'u8' }, seed),
    );
    const files = await Promise.all(
      pictures.map((image) => encode(here, { frames: [image] }, outputOf('jpeg'))),
    );
    for (const [at, image] of pictures.entries()) {
      const wanted = await encode(there, { frames: [image as Image] }, outputOf('jpeg'));
      expectSameJpeg(files[at] as Uint8Array, wanted, `the ${at}. picture`);
    }
  });

  it('is given up with the reason of an abort', async () => {
    const picture = { frames: [noise({ width: 900, height: 700, channels: 3, type: 'u8' })] } as const;
    for (const coder of [there, here]) {
      const controller = new AbortController();
      const run = { ...UNBOUND, signal: controller.signal };
      const reason = new Error('the client has left');
      const encoding = coder.encode?.(picture, outputOf('jpeg', { quality: 100 }), run);
      setImmediate(() => controller.abort(reason));
      await expect(encoding).rejects.toBe(reason);
      const late = coder.encode?.(picture, outputOf('jpeg'), run);
      await expect(late).rejects.toBe(reason);
    }
  });
});

describe('an output that this thread writes itself', () => {
  const shape = { width: 20, height: 10, channels: 3, type: 'u8' } as const;

  it('is a JPEG of gray or RGB bytes in one scan', () => {
    const options = { quality: 70, chromaSubsampling: '4:4:4', optimiseCoding: false } as const;
    expect(plainJpegOptions(outputOf('jpeg', options), shape)).toEqual(options);
    expect(plainJpegOptions(outputOf('jpeg'), { ...shape, channels: 1 })).toBeDefined();
    for (const channels of [2, 4] as const) {
      expect(plainJpegOptions(outputOf('jpeg'), { ...shape, channels })).toBeUndefined();
    }
    expect(plainJpegOptions(outputOf('jpeg'), { ...shape, type: 'u16' })).toBeUndefined();
    expect(plainJpegOptions(outputOf('jpeg', { progressive: true }), shape)).toBeUndefined();
    expect(plainJpegOptions(outputOf('jpeg', { mozjpeg: true }), shape)).toBeUndefined();
    expect(plainJpegOptions({ ...outputOf('jpeg'), format: 'webp' }, shape)).toBeUndefined();
  });

  it('is no picture of more than 2^25 samples', () => {
    expect(
      plainJpegOptions(outputOf('jpeg'), { ...shape, channels: 1, width: 2 ** 13, height: 2 ** 12 }),
    ).toBeDefined();
    expect(plainJpegOptions(outputOf('jpeg'), { ...shape, width: 2 ** 13, height: 2 ** 12 })).toBeUndefined();
  });
});
