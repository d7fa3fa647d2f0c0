import { afterAll, expect, test } from 'vitest';
import { openCoders } from '../../src/coders/registry.ts';
import { isNoirError } from '../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import { FORMATS, formatNames, readHeader } from '../../src/formats/registry.ts';
import { bytes, signPng } from '../formats/forge.ts';
import { makeGradient, makeImage, sharpCoders } from '../formats/pictures.ts';
import { everyKind } from '../formats/tiff/kinds.ts';

/** Set NOIR_FUZZ_SEED to repeat a run, and NOIR_FUZZ_ROUNDS to make it longer. */
const seed = Number(process.env.NOIR_FUZZ_SEED ?? Date.now() % 1e9);
const rounds = Number(process.env.NOIR_FUZZ_ROUNDS ?? 300);
/** A small picture must not be inflated to a large one by a flipped byte, for the sake of time. */
const limits = { ...DEFAULT_LIMITS, pixels: 1e6 };

const both = await Promise.all(
  (['sharp', 'js'] as const).map(async (mode) => [mode, await openCoders(mode)] as const),
);

afterAll(() => console.info(`fuzz: NOIR_FUZZ_SEED=${seed} NOIR_FUZZ_ROUNDS=${rounds}`));

/** Mulberry32: small, seeded, and good enough to choose bytes. */
function random(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mutate(file: Uint8Array, next: () => number): Uint8Array {
  const below = (count: number) => Math.floor(next() * count);
  const kind = below(5);
  if (kind === 0) return file.slice(0, below(file.length));
  const changed = Uint8Array.from(file);
  // Headers are where a changed byte does most.
  const span = next() < 0.7 ? Math.min(file.length, 200) : file.length;
  if (kind === 1) for (let flips = 1 + below(4); flips > 0; flips--) changed[below(span)] = below(256);
  if (kind === 2) {
    const at = below(span);
    changed.subarray(at, at + 1 + below(4)).fill([0, 0xff, 0x7f][below(3)] ?? 0);
  }
  if (kind === 3) {
    const from = below(file.length);
    changed.copyWithin(below(span), from, from + 1 + below(32));
  }
  if (kind === 4) {
    // Widths, heights, counts and lengths, in any order and size.
    const size = 1 << below(3);
    const value = [0, 1, 2, 3, 255, 256, 4096, 65535, 2 ** 31 - 1, 2 ** 32 - 1][below(10)] ?? 0;
    const field = bytes(below(2) ? 'big' : 'little', [value % 256 ** size, size]);
    changed.set(field, below(Math.max(1, span - size)));
  }
  return changed;
}

async function samples(format: (typeof formatNames)[number]): Promise<Uint8Array[]> {
  const options = FORMATS[format].options.parse({}) as Record<string, unknown>;
  const images = [makeGradient(24, 17, 3), makeImage(9, 11, 4), makeGradient(33, 8, 1)];
  const types = FORMATS[format].types.map((type) => makeImage(6, 5, 4, type));
  const files = [...images, ...types].map((image) => sharpCoders.encode(image, { format, options }));
  if (format === 'jpeg') {
    const progressive = { ...options, progressive: true };
    files.push(sharpCoders.encode(makeGradient(24, 17, 3), { format, options: progressive }));
  }
  return [...(await Promise.all(files)), ...(format === 'tiff' ? everyKind() : [])];
}

test.each(formatNames)('%s, however damaged, ends in a picture or an error of ours', async (format) => {
  const next = random(seed);
  const files = await samples(format);
  for (let round = 0; round < rounds; round++) {
    const mutated = mutate(files[round % files.length] ?? new Uint8Array(), next);
    // Else checksums would hide what stands behind them.
    const file = format === 'png' && next() < 0.7 ? signPng(mutated) : mutated;
    const where = `seed ${seed}, round ${round}: ${Buffer.from(file).toString('base64')}`;
    for (const [name, coders] of both) {
      try {
        const [image] = (await coders.decode(file, readHeader(file, limits), { limits })).frames;
        expect(image.data.length, where).toBe(image.width * image.height * image.channels);
      } catch (error) {
        if (!isNoirError(error)) throw new Error(`${name}, ${where}`, { cause: error });
      }
    }
  }
});

test('random bytes behind every signature end in an error of ours', () => {
  const next = random(seed);
  const heads = ['\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', 'II*\0', 'MM\0+', 'RIFF\x40\0\0\0WEBPVP8X'];
  for (const head of [...heads, '\0\0\0\x18ftypavif']) {
    for (let round = 0; round < rounds; round++) {
      const rest = Uint8Array.from({ length: Math.floor(next() * 300) }, () => Math.floor(next() * 256));
      const file = Buffer.concat([Buffer.from(head, 'latin1'), rest]);
      try {
        readHeader(file, limits);
      } catch (error) {
        if (!isNoirError(error)) throw new Error(file.toString('base64'), { cause: error });
      }
    }
  }
});
