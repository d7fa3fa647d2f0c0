import { describe, expect, it } from 'vitest';
import { isNoirError } from '../../../src/core/errors.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { findJpegEnd, type JpegEnd } from '../../../src/formats/jpeg/completeness.ts';
import { BEHIND, jpegKinds, SPOILT, withHole, withoutEnd } from '../../support/jpeg-kinds.ts';
import { random } from '../../support/pictures.ts';

const kinds = Object.entries(await jpegKinds(83));

/** The end, or the code with which the file is refused. */
function endOf(bytes: Uint8Array): JpegEnd | string | undefined {
  try {
    return toEnd(findJpegEnd(bytes, DEFAULT_LIMITS));
  } catch (error) {
    if (!isNoirError(error)) throw error;
    return error.code;
  }
}

describe.each(kinds)('%s', (_, file) => {
  const at = file.length - 2;

  it('ends at its end marker', () => {
    expect(endOf(file)).toEqual({ at, marked: true });
    expect(endOf(Buffer.concat([file, Buffer.from('a trailer')]))).toEqual({ at, marked: true });
  });

  it.each(Object.entries(BEHIND))('ends behind its data with %s in place of the marker', (_, behind) => {
    expect(endOf(Buffer.concat([withoutEnd(file), behind(file)]))).toEqual({ at, marked: false });
  });

  it.each(Object.entries(SPOILT))('is not whole when it is %s', (_, spoil) => {
    for (const part of [0.4, 0.6, 0.8]) expect(endOf(spoil(file, part))).toMatch('-image');
  });

  it('is not whole with a hole', () => {
    for (const part of [0.5, 0.8]) {
      const end = endOf(withHole(file, part));
      // Data that are left over are no codes of this picture.
      expect(typeof end === 'string' || end?.marked === false).toBe(true);
    }
  });

  it('is judged in time whatever is wrong with it', () => {
    const next = random(7);
    for (let turn = 0; turn < 100; turn++) {
      const damaged = Buffer.from(file);
      for (let hits = 0; hits < 4; hits++) damaged[Math.floor(next() * damaged.length)] = next() * 256;
      endOf(damaged);
    }
  });
});
