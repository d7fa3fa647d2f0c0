import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadOptions } from '../../src/noir.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 6, height: 4, channels: 3, type: 'u8' });

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

/** The message of the error that a call throws. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

describe('what sharp has and Noir has not', () => {
  it('is either there, or says what to use instead: every method of sharp', () => {
    const names = Object.getOwnPropertyNames(sharp.prototype).filter((name) => /^[a-z]/.test(name));
    expect(names).toContain('withMetadata');
    const pipeline = noir(image) as unknown as Record<string, unknown>;
    expect(names.filter((name) => name !== 'constructor' && typeof pipeline[name] !== 'function')).toEqual(
      [],
    );
  });

  it.each([
    ['withMetadata', 'keepMetadata()'],
    ['timeout', 'toBuffer({ timeout: 2000 })'],
    ['toColourspace', 'greyscale()'],
    ['jxl', 'Noir writes jpeg'],
    ['pipe', 'toStream()'],
  ])('is named, with what takes its place: %s', (name, instead) => {
    const pipeline = noir(image) as unknown as Record<string, () => unknown>;
    const message = messageOf(() => pipeline[name]?.());
    expect(message).toContain(`${name}()`);
    expect(message).toContain(instead);
  });

  it('is named where the report of stats is expected', async () => {
    const stats = noir(image).stats();
    expect(messageOf(() => (stats as unknown as { dominant: unknown }).dominant)).toContain('toReport()');
    expect(await stats.toReport()).toHaveProperty('dominant');
  });

  it('is named among the options of the input', async () => {
    const options = { limitInputPixels: 5, autoOrient: true } as ReadOptions;
    for (const read of [noir(image, options).toBuffer(), noir(image, options).metadata()]) {
      await expect(read).rejects.toMatchObject({
        errors: [
          { pointer: '/input/limitInputPixels', reason: expect.stringContaining('limits') },
          { pointer: '/input/autoOrient', reason: expect.stringContaining('upright') },
        ],
      });
    }
  });

  it('is refused rather than ignored: callbacks, and options of raw', async () => {
    const callback = (() => {}) as never;
    for (const call of ['toBuffer', 'toFile', 'metadata', 'toImage', 'run'] as const) {
      const values = call === 'toFile' ? ['out.png', callback] : [callback];
      const made = (noir(image)[call] as (...given: unknown[]) => Promise<unknown>)(...values);
      await expect(made).rejects.toThrow('await the promise');
    }
    expect(messageOf(() => noir(image).raw({ depth: 'ushort' } as never))).toContain("cast('u16')");
  });

  it('is refused rather than ignored: options that the work does not have', async () => {
    const wrong: [object, RegExp][] = [
      [{ timeOut: 5 }, /unknown option timeOut; did you mean timeout\?/],
      [{ timeout: { seconds: 2 } }, /timeout: expected milliseconds, received \{"seconds":2\}/],
      [{ timeout: Number.NaN }, /received NaN/],
      [{ signal: 5 }, /signal: expected an AbortSignal/],
    ];
    for (const [options, message] of wrong) {
      await expect(noir(image).toBuffer(options as never)).rejects.toMatchObject({
        code: 'invalid-parameter',
        message: expect.stringMatching(message),
      });
    }
  });
});

describe('the stack of an error', () => {
  it('leads to the call that began the work, also where a timer ended it', async () => {
    const endings: [string, () => Promise<unknown>][] = [
      ['a wrong parameter', () => noir(image).gamma(-1).toBuffer()],
      // Work of many turns, so that the timer is due before its end.
      ['a deadline', () => noir(image).resize(3000, 2000).median(9).toBuffer({ timeout: 0 })],
      ['an abort', () => noir(image).toBuffer({ signal: AbortSignal.abort() })],
      ['a missing file', () => noir('missing.png').toBuffer()],
    ];
    for (const [name, begin] of endings) {
      const error = (await begin().catch((thrown: unknown) => thrown)) as Error;
      expect(error.stack?.split('\n')[0], name).toBe(`NoirError: ${error.message}`);
      expect(error.stack, name).toContain('sharp-only.test.ts');
    }
  });
});
