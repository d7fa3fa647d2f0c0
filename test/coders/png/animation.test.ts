import { describe, expect, test } from 'vitest';
import type { Coder } from '../../../src/coders/coder.ts';
import { encodeAnimatedPng } from '../../../src/coders/png/animation.ts';
import { decodeFrames } from '../../../src/coders/png/frames.ts';
import { pngjsCoder } from '../../../src/coders/pngjs/coder.ts';
import { openCoders } from '../../../src/coders/registry.ts';
import type { Image, Picture } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { pngChunks } from '../../../src/formats/png/chunks.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { pngChunk } from '../../formats/forge.ts';
import {
  type ForgedFrame,
  filled,
  forgeAnimatedPng,
  movingSquare,
  toRgba,
} from '../../support/animations.ts';
import { openChromium } from '../../support/chromium.ts';
import { noise } from '../../support/pictures.ts';
import { apart, playInChromium, type Shown } from '../../support/player.ts';

const coders = { sharp: await openCoders('auto'), js: await openCoders('js') };
const chromium = openChromium();

const header = (bytes: Uint8Array) => readHeader(bytes, DEFAULT_LIMITS, DEFAULT_READING);

async function decode(bytes: Uint8Array, first = 0, count?: number, by: keyof typeof coders = 'sharp') {
  const read = header(bytes);
  const range = { first, count: count ?? (read.frames?.count ?? 1) - first };
  return (await coders[by].decode(bytes, read, { limits: DEFAULT_LIMITS, range })).frames;
}

function pictureOf(frames: readonly Image[], more: Omit<Picture, 'frames'> = {}): Picture {
  return { frames: frames as Picture['frames'], ...more };
}

const WHITE = [255, 255, 255, 255];
const RED = [255, 0, 0, 255];
const GREEN = [0, 255, 0, 128];
const BLUE = [0, 0, 255, 200];
const whole = { width: 12, height: 10 };
const part = { width: 5, height: 4, left: 3, top: 2 };
const first: ForgedFrame = { ...whole, data: filled(12, 10, RED) };

/** Every disposal and every blend, over an opaque, a transparent and a partly covered canvas. */
function forged(): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const dispose of [0, 1, 2]) {
    for (const blend of [0, 1]) {
      const second = { ...part, dispose, blend, data: filled(5, 4, GREEN) };
      const third = { width: 6, height: 6, left: 6, top: 4, blend: 1, data: filled(6, 6, BLUE) };
      const last = { width: 2, height: 2, left: 0, top: 0, blend, data: filled(2, 2, [9, 9, 9, 0]) };
      const name = `dispose ${dispose}, blend ${blend}`;
      found.set(name, forgeAnimatedPng({ ...whole, frames: [first, second, third, last] }));
      const faint = { ...first, dispose, data: filled(12, 10, [200, 100, 50, 90]) };
      found.set(`${name}, faint`, forgeAnimatedPng({ ...whole, frames: [faint, second, third, last] }));
      const still = filled(12, 10, WHITE);
      found.set(
        `${name}, with a still`,
        forgeAnimatedPng({ ...whole, still, frames: [second, third, last] }),
      );
    }
  }
  const rgb = { ...first, data: filled(12, 10, [10, 20, 30]) };
  const patch = { ...part, dispose: 1, data: filled(5, 4, [200, 0, 0]) };
  found.set('opaque, cleared', forgeAnimatedPng({ ...whole, colorType: 2, frames: [rgb, patch, patch] }));
  found.set('opaque', forgeAnimatedPng({ ...whole, colorType: 2, frames: [rgb, { ...patch, dispose: 0 }] }));
  const change = ([head, start, control, ...rest]: (readonly [string, Uint8Array])[]) =>
    [head, control, start, ...rest] as (readonly [string, Uint8Array])[];
  const frames = [first, { ...part, data: filled(5, 4, GREEN) }];
  found.set('a frame before the start', forgeAnimatedPng({ ...whole, frames, change }));
  const still = filled(12, 10, WHITE);
  found.set('one frame, with a still', forgeAnimatedPng({ ...whole, still, frames: [first] }));
  return found;
}

describe('an animated PNG', () => {
  test.each([1, 2, 3, 4] as const)(
    'of %i channels comes back as it was, with its times',
    async (channels) => {
      for (const type of ['u8', 'u16'] as const) {
        const shape = { width: 23, height: 17, channels, type };
        const frames = [noise(shape, 1), noise(shape, 2), noise(shape, 2), noise(shape, 3)];
        const file = await encodeAnimatedPng(
          pictureOf(frames, { delays: [100, 0, 1000 / 30, 70_000], loop: 5 }),
        );
        expect(header(file).frames).toEqual({
          kind: 'animation',
          count: 4,
          delays: [100, 0, 1000 / 30, 70_000],
          loop: 5,
        });
        for (const by of ['sharp', 'js'] as const) {
          const found = await decode(file, 0, undefined, by);
          expect(
            found.map(({ data }) => data),
            `${type} ${by}`,
          ).toEqual(frames.map(({ data }) => data));
        }
      }
    },
  );

  test('holds of each further frame only what has changed', async () => {
    const [one, two] = movingSquare(2, 3, 300, 200) as [Image, Image];
    const alone = (await encodeAnimatedPng(pictureOf([one]))).length;
    const both = (await encodeAnimatedPng(pictureOf([one, two]))).length;
    expect(both - alone).toBeLessThan(alone / 2);
  });

  test('can be read from any frame on', async () => {
    for (const [name, file] of forged()) {
      const all = await decode(file);
      for (let at = 1; at < all.length; at++) {
        const rest = await decode(file, at);
        expect(
          rest.map(({ data }) => data),
          `${name} from ${at}`,
        ).toEqual(all.slice(at).map(({ data }) => data));
      }
    }
  });

  test('gives each frame the chunks about colours, and no copy of its texts', async () => {
    const file = forgeAnimatedPng({ ...whole, frames: [first, first] });
    const extra = [
      pngChunk('gAMA', Uint8Array.of(0, 0, 0xb1, 0x8f)),
      pngChunk('tEXt', new Uint8Array(100_000)),
    ];
    // The header chunk ends at byte 33.
    const long = Buffer.concat([file.subarray(0, 33), ...extra, file.subarray(33)]);
    const parts: Uint8Array[] = [];
    const still: Coder = {
      ...pngjsCoder,
      async decode(bytes, ...rest) {
        parts.push(bytes);
        return (await pngjsCoder.decode?.(bytes, ...rest)) as Picture;
      },
    };
    const context = { limits: DEFAULT_LIMITS };
    const frames = await decodeFrames(
      still,
      { bytes: long, header: header(long) },
      { first: 0, count: 2 },
      context,
    );
    expect(frames).toEqual(await decode(file, 0, undefined, 'js'));
    const types = parts.map((part) => [...pngChunks(part, DEFAULT_LIMITS)].map(({ type }) => type));
    expect(types).toEqual(Array(2).fill(['IHDR', 'gAMA', 'IDAT', 'IEND']));
  });

  test('gets an alpha where its frames leave the canvas open', async () => {
    const files = forged();
    const channelsOf = (name: string) => header(files.get(name) as Uint8Array).frames?.channels;
    expect([channelsOf('opaque'), channelsOf('opaque, cleared')]).toEqual([undefined, 4]);
    const [, , third] = await decode(files.get('opaque, cleared') as Uint8Array);
    expect(third?.channels).toBe(4);
  });

  test('without animation shows the picture that is no frame', async () => {
    const file = forged().get('dispose 0, blend 0, with a still') as Uint8Array;
    const { frames } = await coders.sharp.decode(file, header(file), { limits: DEFAULT_LIMITS });
    expect([...(frames[0]?.data.subarray(0, 4) ?? [])]).toEqual(WHITE);
  });
});

describe('the frames of a damaged animation', () => {
  const frames = [first, { ...part, data: filled(5, 4, GREEN) }];
  type Chunks = (readonly [string, Uint8Array])[];
  const damaged = (change: (chunks: Chunks) => Chunks) => forgeAnimatedPng({ ...whole, frames, change });
  const without =
    (type: string, index = 0) =>
    (chunks: Chunks) => {
      const at = chunks.flatMap(([name], place) => (name === type ? [place] : []))[index];
      return chunks.filter((_, place) => place !== at);
    };
  const edit = (type: string, index: number, at: number, value: number) => (chunks: Chunks) => {
    let seen = 0;
    return chunks.map(([name, data]) => {
      if (name !== type || seen++ !== index) return [name, data] as const;
      const changed = Uint8Array.from(data);
      changed[at] = value;
      return [name, changed] as const;
    });
  };

  test.each([
    ['lack a control', without('fcTL', 1)],
    ['lack their data', without('fdAT')],
    ['are out of order', edit('fcTL', 1, 3, 7)],
    ['leave the canvas', edit('fcTL', 1, 15, 100)],
    ['are empty', edit('fcTL', 1, 7, 0)],
    ['are disposed of in an unknown way', edit('fcTL', 1, 24, 3)],
    ['are blended in an unknown way', edit('fcTL', 1, 25, 2)],
    [
      'have a control of another length',
      (chunks: Chunks) =>
        chunks.map(([name, data]) => [name, name === 'fcTL' ? data.subarray(0, 20) : data] as const),
    ],
  ])('that %s are left out, and the still picture is read', async (_, change) => {
    const file = damaged(change);
    const read = header(file);
    expect(read.frames?.apart?.reason).toMatch(/./);
    const { frames: found } = await coders.sharp.decode(file, read, { limits: DEFAULT_LIMITS });
    expect([...(found[0]?.data.subarray(0, 4) ?? [])]).toEqual(RED);
  });

  test('that are more or fewer than promised, or start twice, are shown as far as they are there', () => {
    const countOf = (change: (chunks: Chunks) => Chunks) => header(damaged(change)).frames?.count;
    expect(countOf(edit('acTL', 0, 3, 9))).toBe(2);
    expect(countOf(edit('acTL', 0, 3, 1))).toBeUndefined();
    expect(header(forged().get('a frame before the start') as Uint8Array).frames?.count).toBe(2);
    expect(
      countOf((chunks) => chunks.flatMap((chunk) => (chunk[0] === 'acTL' ? [chunk, chunk] : [chunk]))),
    ).toBe(2);
  });

  test.each([
    [
      'behind the pixel data',
      (chunks: Chunks) => [
        ...without('acTL')(chunks).slice(0, -1),
        chunks[1] as Chunks[0],
        ['IEND', new Uint8Array()] as const,
      ],
    ],
    ['of no frames', edit('acTL', 0, 3, 0)],
    ['that is missing', without('acTL')],
  ])('with a start %s are none', (_, change) => {
    expect(header(damaged(change)).frames).toBeUndefined();
  });
});

describe('Chromium', () => {
  if (typeof chromium === 'string') {
    console.info(`noir: animated PNGs are not shown in Chromium here: ${chromium}`);
    test('can be started', () => {
      if (process.env.CI) throw new Error(`Chromium does not run here: ${chromium}`);
    });
    return;
  }

  test('shows the frames of animated PNGs as we read them, and those that we write', async () => {
    const files = new Map([...forged()].map(([name, file]) => [`image/png ${name}`, file]));
    const written = ([1, 2, 3, 4] as Channels[]).map((channels) => movingSquare(4, channels));
    for (const frames of written) {
      const times = { delays: [100, 50, 200, 70], loop: 3 };
      files.set(
        `image/png ours of ${frames[0]?.channels}`,
        await encodeAnimatedPng(pictureOf(frames, times)),
      );
    }
    const found = await playInChromium(chromium, files);
    for (const [name, file] of files) {
      const shown = found.get(name) as Shown;
      const ours = await decode(file);
      const worst = ours.map((frame, index) =>
        apart(toRgba(frame).data as Uint8Array, shown.frames[index] as Uint8Array),
      );
      expect({ name, frames: shown.frames.length, worst: Math.max(...worst) <= 2 ? 'near' : worst }).toEqual({
        name,
        frames: ours.length,
        worst: 'near',
      });
      if (!name.includes('ours')) continue;
      // Microseconds; what is played three times is repeated twice.
      expect(shown.told.map(([, duration]) => duration / 1000)).toEqual([100, 50, 200, 70]);
      expect(shown.repetitionCount).toBe(2);
    }
  });
});
