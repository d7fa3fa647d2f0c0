import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { openCoders } from '../../src/coders/registry.ts';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { packZeros } from '../../src/formats/gif/lzw.ts';
import { DEFAULT_READING } from '../../src/formats/input.ts';
import { readHeader } from '../../src/formats/registry.ts';
import { bytes, forgeWebp } from '../formats/forge.ts';
import { animate, movingSquare, toRgba } from '../support/animations.ts';
import { openChromium } from '../support/chromium.ts';
import { apart, playInChromium, type Shown } from '../support/player.ts';

const coders = await openCoders('auto');
const chromium = openChromium();

async function decode(file: Uint8Array): Promise<readonly Image[]> {
  const header = readHeader(file, DEFAULT_LIMITS, DEFAULT_READING);
  const range = { first: 0, count: header.frames?.count ?? 1 };
  return (await coders.decode(file, header, { limits: DEFAULT_LIMITS, range })).frames;
}

type Place = readonly [left: number, top: number, width: number, height: number];

/** A frame of one colour; a transparent one shows nothing. */
interface Patch {
  readonly place: Place;
  readonly color: number;
  readonly dispose: number;
  readonly transparent?: boolean;
  readonly blend?: number;
}

/** A GIF on a screen of 12 x 10 pixels. Each frame has a table of its own, of its colour. */
function forgeGif(patches: readonly Patch[]): Uint8Array {
  const frames = patches.flatMap(({ place, color, dispose, transparent = false }) => {
    const [left, top, width, height] = place;
    const flags = (dispose << 2) | (transparent ? 1 : 0);
    return [
      bytes('little', [0x21], [0xf9], [4], [flags], [5, 2], [0], [0]),
      bytes('little', [0x2c], [left, 2], [top, 2], [width, 2], [height, 2], [0x80]),
      bytes('big', [color, 3], [0, 3]),
      packZeros(width * height),
    ];
  });
  const loop = bytes('little', [0x21], [0xff], [11], 'NETSCAPE2.0', [3], [1], [4, 2], [0]);
  return bytes('little', 'GIF89a', [12, 2], [10, 2], [0], [0, 2], loop, ...frames, ';');
}

/** The same as WebP, with colours that are half transparent where that is asked for. */
async function forgeAnimatedWebp(patches: readonly Patch[]): Promise<Uint8Array> {
  const frames = await Promise.all(
    patches.map(async ({ place, color, dispose, transparent = false, blend = 0 }) => {
      const [left, top, width, height] = place;
      const background = {
        r: color >> 16,
        g: (color >> 8) & 255,
        b: color & 255,
        alpha: transparent ? 0.5 : 1,
      };
      const still = await sharp({ create: { width, height, channels: 4, background } })
        .webp({ lossless: true })
        .toBuffer();
      const from = still.indexOf('VP8L');
      const data = still.subarray(from, from + 8 + still.readUInt32LE(from + 4));
      const flags = (blend === 0 ? 0 : 2) | dispose;
      const control = bytes(
        'little',
        [left / 2, 3],
        [top / 2, 3],
        [width - 1, 3],
        [height - 1, 3],
        [50, 3],
        [flags],
      );
      const padding = data.length % 2 === 1 ? Uint8Array.of(0) : new Uint8Array();
      return ['ANMF', bytes('little', control, data, padding)] as [string, Uint8Array];
    }),
  );
  const head = bytes('little', [0x12], [0, 3], [11, 3], [9, 3]);
  return forgeWebp(['VP8X', head], ['ANIM', bytes('little', [0, 4], [5, 2])], ...frames);
}

/** Every disposal and blend after a frame that fills the canvas, and after one that does not. */
function sequences(
  disposals: readonly number[],
  blends: readonly number[],
  begins = disposals[0] ?? 0,
): Map<string, Patch[]> {
  const found = new Map<string, Patch[]>();
  for (const dispose of disposals) {
    for (const blend of blends) {
      for (const transparent of [false, true]) {
        for (const first of [
          [0, 0, 12, 10],
          [2, 2, 8, 6],
        ] as const) {
          const name = `dispose ${begins} and ${dispose}, blend ${blend}, ${transparent ? 'transparent' : 'opaque'}, ${first}`;
          found.set(name, [
            { place: first, color: 0xc06020, dispose: begins, blend },
            { place: [4, 2, 5, 4], color: 0x20c060, dispose, blend, transparent },
            { place: [0, 4, 6, 6], color: 0x6020c0, dispose, blend },
            { place: [6, 6, 2, 2], color: 0xffffff, dispose: 0, blend },
          ]);
        }
      }
    }
  }
  return found;
}

test.each(['gif', 'webp'] as const)('the times of a %s are those that sharp finds', async (format) => {
  for (const loop of [0, 1, 2, 7]) {
    const delays = [100, 50, 200, 70];
    const file = await animate(format, movingSquare(4), { delays, loop });
    const { delay, loop: found } = await sharp(file, { animated: true }).metadata();
    expect([delay, found]).toEqual([delays, loop]);
    const { frames } = readHeader(file, DEFAULT_LIMITS, DEFAULT_READING);
    expect(frames).toEqual({ kind: 'animation', count: 4, delays, loop });
  }
});

test('a GIF that breaks off has the frames that are whole', async () => {
  const file = forgeGif([...sequences([1], [0]).values()][0] ?? []);
  for (let end = file.length - 1; end > 80; end--) {
    const cut = file.subarray(0, end);
    const { frames } = readHeader(cut, DEFAULT_LIMITS, DEFAULT_READING);
    if (!frames) break;
    expect(frames.count).toBeGreaterThan(1);
    expect((await decode(cut)).length).toBe(frames.count);
  }
});

test('a frame that is taken back shows the hole below it', async () => {
  const whole: Place = [0, 0, 12, 10];
  for (const dispose of [3, 4]) {
    const file = forgeGif([
      { place: whole, color: 0xc06020, dispose: 2 },
      { place: whole, color: 0x20c060, dispose },
      { place: [2, 2, 3, 3], color: 0x6020c0, dispose: 0 },
    ]);
    const { channels, data } = (await decode(file))[2] as Image;
    const alphaAt = (x: number, y: number) => data[(12 * y + x) * channels + 3];
    expect([channels, alphaAt(0, 0), alphaAt(3, 3)]).toEqual([4, 0, 255]);
  }
});

test('a WebP says that it has transparent pixels where only a hole shows them', async () => {
  const whole: Place = [0, 0, 12, 10];
  const file = forgeGif([
    { place: whole, color: 0xc06020, dispose: 1 },
    { place: [2, 2, 4, 4], color: 0x20c060, dispose: 2 },
    { place: [8, 8, 2, 2], color: 0x6020c0, dispose: 1 },
  ]);
  const frames = (await decode(file)) as unknown as readonly [Image, ...Image[]];
  const written = Buffer.from(
    await coders.encode({ frames }, { format: 'webp', options: { lossless: true } }),
  );
  expect([written.toString('latin1', 12, 16), (written[20] as number) & 0x10]).toEqual(['VP8X', 0x10]);
  // As libwebp writes it.
  written[20] = (written[20] as number) & ~0x10;
  expect(readHeader(written, DEFAULT_LIMITS)).toMatchObject({ channels: 4 });
  expect((await decode(written)).map(({ channels }) => channels)).toEqual([4, 4, 4]);
});

test('an opaque WebP says so, whether its frames are cleared or not', async () => {
  const whole: Place = [0, 0, 12, 10];
  for (const dispose of [0, 1]) {
    const file = Buffer.from(
      await forgeAnimatedWebp([
        { place: whole, color: 0xc06020, dispose },
        { place: whole, color: 0x20c060, dispose },
      ]),
    );
    file[20] = (file[20] as number) & ~0x10;
    expect(readHeader(file, DEFAULT_LIMITS)).toMatchObject({ channels: 3 });
  }
});

describe('Chromium', () => {
  if (typeof chromium === 'string') {
    console.info(`noir: animations are not shown in Chromium here: ${chromium}`);
    test('can be started', () => {
      if (process.env.CI) throw new Error(`Chromium does not run here: ${chromium}`);
    });
    return;
  }

  test('shows the frames of GIFs and WebPs as we read them, and those that we write', async () => {
    const files = new Map<string, Uint8Array>();
    // 0 and 1 keep a GIF's frame, 2 clears it, 3 brings back what was there.
    for (const begins of [1, 2, 3]) {
      for (const [name, patches] of sequences([1, 2, 3], [0], begins))
        files.set(`image/gif ${name}`, forgeGif(patches));
    }
    for (const [name, patches] of sequences([0, 1], [0, 1])) {
      files.set(`image/webp ${name}`, await forgeAnimatedWebp(patches));
    }
    const times = { delays: [100, 50, 200, 70], loop: 3 };
    for (const format of ['gif', 'webp'] as const) {
      const picture = { frames: movingSquare(4) as unknown as readonly [Image, ...Image[]], ...times };
      const options = format === 'webp' ? { lossless: true } : {};
      files.set(`image/${format} ours`, await coders.encode(picture, { format, options }));
    }
    const shown = await playInChromium(chromium, files);
    for (const [name, file] of files) {
      const { frames, told, repetitionCount } = shown.get(name) as Shown;
      const ours = await decode(file);
      const worst = ours.map((frame, index) =>
        apart(toRgba(frame).data as Uint8Array, frames[index] as Uint8Array),
      );
      expect({ name, frames: frames.length, worst: Math.max(...worst) <= 2 ? 'near' : worst }).toEqual({
        name,
        frames: ours.length,
        worst: 'near',
      });
      if (!name.includes('ours')) continue;
      expect(told.map(([, duration]) => duration / 1000)).toEqual(times.delays);
      expect(repetitionCount).toBe(2);
    }
  });
});
