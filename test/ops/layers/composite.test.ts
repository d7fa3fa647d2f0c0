import sharp, { type Blend } from 'sharp';
import { describe, expect, it } from 'vitest';
import { createImage, type Image } from '../../../src/core/image.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { toEnd, type Work } from '../../../src/core/turns.ts';
import { BLEND_MODES, keepsUncovered } from '../../../src/math/blend.ts';
import { composite } from '../../../src/ops/layers/composite.ts';
import { listPhotos } from '../../engine/photos.ts';
import { expectClose } from '../../support/compare.ts';
import { noise, random } from '../../support/pictures.ts';
import { row } from '../run.ts';

type Options = Partial<Parameters<typeof composite.reference>[1]>;

type Write = (...given: Parameters<typeof composite.reference>) => void | Work<void>;

function run(input: Image, other: Image, options: Options, write: Write = composite.kernel): Image {
  const params = { ...composite.params.parse({ image: 'other' }), ...options };
  const output = createImage(composite.geometry(input, params, [other]));
  toEnd(write(input, params, output, [other]));
  return output;
}

function rawOf({ data, width, height, channels }: Image) {
  return { data: Buffer.from(data), raw: { width, height, channels } };
}

/** sharp's result, always RGBA. */
async function inSharp(input: Image, other: Image, options: object): Promise<Uint8Array> {
  const overlay = rawOf(other);
  return sharp(input.data as Uint8Array, { raw: rawOf(input).raw })
    .composite([{ input: overlay.data, raw: overlay.raw, ...options }])
    .raw()
    .toBuffer();
}

function toRgba({ data, channels, width, height }: Image): Uint8Array {
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let at = 0; at < data.length; at++) {
    rgba[4 * Math.floor(at / channels) + (at % channels)] = data[at] as number;
  }
  return rgba;
}

/** Decibels; what is transparent has no colour. */
function psnr(got: Uint8Array, expected: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < got.length; at++) {
    const transparent = got[at | 3] === 0 && expected[at | 3] === 0;
    if (!transparent) sum += ((got[at] as number) - (expected[at] as number)) ** 2;
  }
  return 10 * Math.log10(255 ** 2 / Math.max(sum / got.length, 1e-9));
}

async function photo(index: number, alpha?: (x: number) => number): Promise<Image> {
  const photos = listPhotos('kodak');
  const [, path] = photos[index % photos.length] as [string, string];
  const { data, info } = await sharp(path)
    .resize(300, 200, { fit: 'fill' })
    .flop(index % 2 === 1)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const image = { ...createImage({ ...info, channels: 3, type: 'u8' }), data: new Uint8Array(data) };
  if (!alpha) return image;
  const transparent = createImage({ ...image, channels: 4 });
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    transparent.data.set(image.data.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
    transparent.data[4 * pixel + 3] = alpha(pixel % info.width);
  }
  return transparent;
}

describe('beside sharp', () => {
  it.each(BLEND_MODES)('%s is the same on photos, but for rounding', async (mode) => {
    const [lower, upper] = [await photo(1), await photo(2)];
    const ours = toRgba(run(lower, upper, { blend: mode }));
    const decibels = psnr(ours, await inSharp(lower, upper, { blend: mode as Blend }));
    expect(decibels).toBeGreaterThan(45);
  });

  it.each(['over', 'source', 'in', 'out', 'dest', 'dest-over', 'dest-in', 'dest-out', 'xor', 'add'] as const)(
    '%s is the same where both are partly transparent',
    async (mode) => {
      const lower = await photo(1, (x) => Math.min(255, 40 + x));
      const upper = await photo(2, (x) => Math.max(20, 250 - x));
      const ours = toRgba(run(lower, upper, { blend: mode }));
      expect(psnr(ours, await inSharp(lower, upper, { blend: mode }))).toBeGreaterThan(45);
    },
  );
});

describe('places', () => {
  const base = noise({ width: 23, height: 16, channels: 4, type: 'u8' }, 3);
  const gravities = ['centre', 'north', 'northeast', 'east', 'southeast'] as const;
  const more = ['south', 'southwest', 'west', 'northwest'] as const;
  const options: Options[] = [...gravities, ...more].flatMap((gravity) => [
    { gravity },
    { gravity, tile: true },
  ]);
  options.push({ left: 3, top: 5 }, { left: -3, top: -2 }, { left: 20, top: 14 });
  options.push({ left: 3, top: 1, tile: true }, { left: 50, top: 2, tile: true });

  it.each(options.map((option) => [JSON.stringify(option), option]))(
    '%s are those of sharp',
    async (_, option) => {
      for (const [width, height] of [
        [4, 3],
        [5, 6],
        [23, 16],
        [8, 16],
      ] as const) {
        const tile = noise({ width, height, channels: 4, type: 'u8' }, 9);
        const next = random(4);
        for (let at = 3; at < tile.data.length; at += 4) tile.data[at] = next() < 0.5 ? 0 : 255;
        const expected = { ...base, data: await inSharp(base, tile, option as object) };
        // sharp clears the colour of what is transparent.
        const ours = run(base, tile, option as Options);
        for (let at = 0; at < ours.data.length; at++) {
          if (ours.data[at | 3] === 0) ours.data[at] = expected.data[at] as number;
        }
        expectClose(ours, expected, 1, `${width}x${height}`);
      }
    },
  );
});

it('has a kernel that equals the reference with every mode, in light as well', () => {
  for (const channels of [1, 2, 3, 4] as Channels[]) {
    for (const type of ['u8', 'u16', 'f32'] as const) {
      const base = noise({ width: 9, height: 7, channels, type }, 3);
      for (const blend of BLEND_MODES) {
        for (const light of ['srgb', 'linear'] as const) {
          const logo = noise({ width: 5, height: 4, channels: 4, type: 'u8' }, 9);
          const options: Options = { blend, light, tile: light === 'linear', opacity: 0.9 };
          const expected = run(base, logo, options, composite.reference);
          const got = run(base, logo, options);
          expectClose(got, expected, composite.tolerance[type], `${blend} ${light} ${type} ${channels}`);
        }
      }
    }
  }
});

it('keeps pixels bit for bit where the overlay is transparent, and clears them with six modes', () => {
  const base = row('f32', 4, [Number.NaN, 2, -1, 0, 0.1, 0.2, 0.3, 7]);
  const nothing = row('u8', 4, [9, 9, 9, 0]);
  for (const blend of BLEND_MODES) {
    const { data } = run(base, nothing, { blend });
    expect([...data]).toEqual(keepsUncovered(blend) ? [...base.data] : Array(8).fill(0));
  }
});

it('blends colours, and not what alpha has made of them', () => {
  const base = row('u8', 3, [200, 100, 30]);
  // Half of 200 and half of 200 x 100 / 255.
  expect([...run(base, row('u8', 4, [100, 200, 60, 128]), { blend: 'multiply' }).data]).toEqual([
    139, 89, 18,
  ]);
  const half = row('u8', 4, [200, 100, 30, 100]);
  expect(run(half, row('u8', 4, [100, 200, 60, 255]), { blend: 'atop' }).data).toEqual(
    Uint8Array.of(100, 200, 60, 100),
  );
});

it('takes colours that are multiplied already, but for those without alpha', () => {
  const base = row('u8', 3, [0, 0, 0, 0, 0, 0]);
  const overlay = row('u8', 4, [100, 50, 10, 128, 9, 9, 9, 0]);
  const { data } = run(base, overlay, { premultiplied: true });
  expect([...data]).toEqual([100, 50, 10, 0, 0, 0]);
});

it('mixes light where it is asked to', () => {
  const { data } = run(row('u8', 1, [0]), row('u8', 2, [255, 128]), { light: 'linear' });
  expect([...data]).toEqual([188]);
});

it('gives a picture the channels that the result needs, and no more', () => {
  const gray = row('u8', 1, [7]);
  const colored = row('u8', 4, [1, 2, 3, 255]);
  expect(run(gray, gray, {}).channels).toBe(1);
  expect(run(gray, colored, {}).channels).toBe(3);
  expect(run(gray, colored, { blend: 'dest-in' }).channels).toBe(2);
  expect(run(gray, colored, { blend: 'xor' }).channels).toBe(4);
});

it('takes both offsets or neither', () => {
  const gray = row('u8', 1, [7]);
  expect(() => run(gray, gray, { left: 3 })).toThrow('top: expected a whole number beside left');
  expect([...run(gray, gray, { left: 3, top: 0 }).data]).toEqual([7]);
});

it('counts NaN as 0 where there is something to mix', () => {
  const { data } = run(row('f32', 1, [Number.NaN]), row('f32', 2, [1, 0.5]), {});
  expect([...data]).toEqual([0.5]);
});
