import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/library/pipeline.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 12, height: 8, channels: 3, type: 'u8' });
const { width, height, channels } = image;
const raw = { width, height, channels } as const;
const overlay = noise({ width: 4, height: 3, channels: 3, type: 'u8' });
const overlayRaw = { width: 4, height: 3, channels: 3 } as const;

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

it('gives samples of 16 bits the numbers of sharp', async () => {
  const theirs = await sharp(image.data, { raw }).raw({ depth: 'ushort' }).toBuffer();
  const ours = await noir(image).cast('u16', { scale: false }).raw().toBuffer();
  expect(ours.equals(theirs)).toBe(true);
});

describe('calls as sharp takes them', () => {
  /** Calls that change no sample by more than rounding, so that both give the same picture. */
  const both: [string, (p: Sharp) => Sharp, (p: Pipeline) => Pipeline][] = [
    [
      'options that are null',
      (p) => p.extend({ right: 2, top: null as never }),
      (p) => p.extend({ right: 2, top: null, background: null }),
    ],
    ['no angle', (p) => p.rotate(null as never), (p) => p.rotate(null)],
    ['no factor', (p) => p.linear(null, 10), (p) => p.linear(null, 10)],
    ['one number for four sides', (p) => p.extend(3), (p) => p.extend(3)],
    ['flip and flop that are on', (p) => p.flip(true).flop(true), (p) => p.flip(true).flop(true)],
    [
      'steps that are off',
      (p) => p.flip(false).flop(false).greyscale(false).blur(false).flatten(false),
      (p) => p.flip(false).flop(false).greyscale(false).blur(false).flatten(false),
    ],
    [
      'overlays in a list',
      (p) =>
        p.removeAlpha().composite([
          { input: Buffer.from(overlay.data), raw: overlayRaw, left: 1, top: 2, blend: 'over' },
          { input: Buffer.from(overlay.data), raw: overlayRaw, gravity: 'southeast' },
        ]),
      (p) =>
        p.composite([
          { input: Buffer.from(overlay.data), raw: overlayRaw, left: 1, top: 2, blend: 'over' },
          { input: overlay, gravity: 'southeast' },
        ]),
    ],
    ['an empty list of overlays', (p) => p.composite([]), (p) => p.composite([])],
  ];

  it.each(both)('give the same picture: %s', async (_, theirs, ours) => {
    const expected = await theirs(sharp(image.data, { raw })).raw().toBuffer({ resolveWithObject: true });
    const { data, info } = await ours(noir(image)).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels, info.size]).toEqual([
      expected.info.width,
      expected.info.height,
      expected.info.channels,
      expected.info.size,
    ]);
    const far = data.filter((sample, at) => Math.abs(sample - (expected.data[at] as number)) > 1);
    expect([...far]).toEqual([]);
  });

  it('leave out a side of resize, as the shape of sharp’s result shows', async () => {
    const same: [(p: Sharp) => Sharp, Pipeline, Pipeline][] = [
      [(p) => p.resize(6, null), noir(image).resize(6, null), noir(image).resize({ width: 6 })],
      [(p) => p.resize(null, 4), noir(image).resize(null, 4), noir(image).resize({ height: 4 })],
      [
        (p) => p.resize(6, null, { kernel: 'nearest' }),
        noir(image).resize(6, null, { kernel: 'nearest' }),
        noir(image).resize({ width: 6, kernel: 'nearest' }),
      ],
      [
        (p) => p.resize(null, null, { width: 5, height: 5 }),
        noir(image).resize(null, null, { width: 5, height: 5 }),
        noir(image).resize(5, 5),
      ],
    ];
    for (const [theirs, ours, named] of same) {
      const { info } = await theirs(sharp(image.data, { raw })).raw().toBuffer({ resolveWithObject: true });
      const made = await ours.toImage();
      expect([made.width, made.height]).toEqual([info.width, info.height]);
      expect(made).toEqual(await named.toImage());
    }
  });

  it('join several channels, and turn a step on', async () => {
    const gray = noir(image).greyscale();
    const [one, other] = [await gray.png().toBuffer(), await gray.negate().png().toBuffer()];
    const joined = gray.joinChannel([one, other]);
    expect(await joined.toImage()).toEqual(await gray.joinChannel(one).joinChannel(other).toImage());
    expect(await noir(image).blur(true).toImage()).toEqual(await noir(image).blur().toImage());
    expect(await noir(image).grayscale(true).toImage()).toEqual(await noir(image).grayscale().toImage());
  });

  it('still need what cannot be left out', async () => {
    const wrong: [Pipeline, string][] = [
      [noir(image).extract({ left: 0, top: null as never, width: 2, height: 2 }), '/steps/0/top'],
      [noir(image).resize({ width: 3, hieght: null } as never), '/steps/0/hieght'],
      [noir(image).rotate(true as never), '/steps/0/angle'],
      [noir(image).composite([{ input: overlay, left: 1 }]), '/steps/0/top'],
    ];
    for (const [pipeline, pointer] of wrong) {
      await expect(pipeline.toBuffer()).rejects.toMatchObject({
        code: 'invalid-parameter',
        errors: [{ pointer }],
      });
    }
  });

  it('leave out null in options of formats, of the input and of the work', async () => {
    const png = await noir(image, null).toBuffer(null);
    expect(await noir(png, { page: null }).webp({ quality: null }).toBuffer({ timeout: null })).toEqual(
      await noir(png).webp().toBuffer(),
    );
    expect(await noir(png).png(null).toBuffer({ signal: null, onProgress: null })).toEqual(png);
  });

  it('go on from a clone', async () => {
    const start = noir(image).flip();
    const [small, gray] = [start.clone().resize(4), start.clone().greyscale()];
    expect((await small.run()).width).toBe(4);
    expect((await gray.run()).channels).toBe(1);
    expect((await start.run()).width).toBe(12);
  });
});
