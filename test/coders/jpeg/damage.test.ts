/** Noir's own JPEG decoder and damaged data: it leaves them to libvips, or gives the samples that libvips gives. */
import { afterAll, describe, expect, it } from 'vitest';
import { decodePlainJpeg } from '../../../src/coders/jpeg/decoder.ts';
import { isNoirError } from '../../../src/core/errors.ts';
import { DEFAULT_LIMITS, NO_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { DEFAULT_READING } from '../../../src/formats/input.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import { dice, forgeJpeg } from '../../support/jpeg-forge.ts';
import { jpegKinds } from '../../support/jpeg-kinds.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { decode, openLoader, SHRINKS } from './compare.ts';
import { DAMAGES } from './damage.ts';

const { compare, close } = openLoader();
afterAll(close);

const SEED = 20261130;

/** Damaged files of each kind. */
const FILES = 120;

const kinds = await jpegKinds(90);
const sound = [
  ...['baseline', 'baseline with usual tables', 'full colours', 'gray', 'restart markers'].map(
    (name) => kinds[name] as Buffer,
  ),
  forgeJpeg({ width: 70, height: 50, sampling: SAMPLINGS['4:2:2'], restart: 5 }),
  forgeJpeg({ width: 70, height: 50, sampling: SAMPLINGS.gray, restart: 1 }),
  forgeJpeg({ width: 33, height: 70, sampling: SAMPLINGS['4:2:0'], wide: true, density: 0.5 }),
];

function isHeaderSound(file: Uint8Array): boolean {
  try {
    readHeader(file, DEFAULT_LIMITS, DEFAULT_READING);
    return true;
  } catch (error) {
    if (isNoirError(error)) return false;
    throw error;
  }
}

describe(`damaged by dice of seed ${SEED}`, () => {
  it.each(Object.entries(DAMAGES))('%s', async (name, damage) => {
    const roll = dice(SEED + Object.keys(DAMAGES).indexOf(name));
    for (let nth = 0; nth < FILES; nth++) {
      const [which, shrink] = [roll(sound.length), SHRINKS[roll(SHRINKS.length)] ?? 1];
      const whole = sound[which] as Buffer;
      const before = decode(whole, shrink)?.data;
      const file = damage(whole, roll);
      if (file.equals(whole) || !isHeaderSound(file)) continue;
      const outcome = await compare(file, shrink);
      const isRight = outcome === 'same' || outcome === 'declined';
      expect(isRight, `the ${nth}. one, of picture ${which} at 1/${shrink}: ${outcome}`).toBe(true);
      // The same memory, which the damaged file has been in.
      expect(decode(whole, shrink)?.data).toEqual(before);
    }
  });
});

describe('data that no encoder writes', () => {
  it.each(['gray', '4:4:4', '4:2:0'] as const)('have numbers that overflow in %s', async (name) => {
    for (const step of [1, 4, 16, 255, 32767]) {
      for (const density of [0, 0.02, 0.15, 0.9]) {
        const forged = { width: 100, height: 50, sampling: SAMPLINGS[name], wide: true, wild: true };
        const file = forgeJpeg({ ...forged, step, density });
        for (const shrink of SHRINKS) {
          expect(['same', 'declined'], `${step}, ${density}`).toContain(await compare(file, shrink));
        }
      }
    }
  });

  it('claim the largest extent', () => {
    const file = forgeJpeg({ width: 70, height: 50, sampling: SAMPLINGS['4:2:0'] });
    const frame = file.indexOf(Buffer.of(0xff, 0xc0));
    file.writeUInt32BE(0xffdcffdc, frame + 5);
    expect(() => decode(file)).toThrow(expect.toSatisfy(isNoirError));
    const reading = { ...DEFAULT_READING, failOn: 'none' } as const;
    const header = readHeader(file, NO_LIMITS, reading);
    expect([header.width, header.height]).toEqual([65_500, 65_500]);
    for (const shrink of SHRINKS) {
      // None of it is written to.
      const allocate = () => new Uint8Array();
      const opened = { bytes: file, header, reading };
      expect(toEnd(decodePlainJpeg(opened, { limits: NO_LIMITS, shrink, allocate }))).toBeUndefined();
    }
  });
});
