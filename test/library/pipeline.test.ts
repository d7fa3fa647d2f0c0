import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import type { Progress } from '../../src/engine/progress.ts';
import type { InputOptions } from '../../src/formats/input.ts';
import type { Pipeline } from '../../src/library/pipeline.ts';
import { createNoir, type Noir } from '../../src/noir.ts';
import { pngOf } from '../engine/files.ts';
import { noise } from '../support/pictures.ts';

const image = noise({ width: 12, height: 7, channels: 3, type: 'u8' });
const samples = (picture: Image) => [...picture.data];

let noir: Noir;
beforeAll(async () => {
  noir = await createNoir({ backends: ['cpu'] });
});
afterAll(() => noir.close());

describe('the methods of a pipeline', () => {
  const same: [string, (start: Pipeline) => Pipeline, (start: Pipeline) => Pipeline][] = [
    ['positions and names', (p) => p.linear(1.2, -10), (p) => p.linear({ a: 1.2, b: -10 })],
    ['a position and names behind it', (p) => p.linear(1.2, -10), (p) => p.linear(1.2, { b: -10 })],
    ['a position left out', (p) => p.clip(undefined, 100), (p) => p.clip({ max: 100 })],
    ['a list by position', (p) => p.linear([1, 2, 3]), (p) => p.linear({ a: [1, 2, 3] })],
    ['nothing and the defaults', (p) => p.negate(), (p) => p.negate({ alpha: true })],
    ['both spellings of gray', (p) => p.grayscale(), (p) => p.greyscale('rec601')],
    ['clip and clamp', (p) => p.clamp(10, 20), (p) => p.clip(10, 20)],
    ['negate and invert', (p) => p.invert(false), (p) => p.negate({ alpha: false })],
    ['a method and the step by name', (p) => p.gamma(2), (p) => p.step('gamma', { gamma: 2 })],
  ];

  it.each(same)('take %s alike', async (_, one, other) => {
    const [first, second] = [await one(noir(image)).toImage(), await other(noir(image)).toImage()];
    expect(samples(first)).toEqual(samples(second));
    expect(samples(first)).not.toEqual(samples(await noir(image).gamma(0.9).toImage()));
  });

  it('run in the order in which they are written', async () => {
    const pixel = noise({ width: 1, height: 1, channels: 1, type: 'u8' }, 3);
    const value = pixel.data[0] as number;
    expect(samples(await noir(pixel).linear(0.5).negate().toImage())).toEqual([255 - Math.round(value / 2)]);
    expect(samples(await noir(pixel).negate().linear(0.5).toImage())).toEqual([
      Math.round((255 - value) / 2),
    ]);
  });

  it('read the file as they were told to, which pixels in memory have no use for', async () => {
    const file = await pngOf(image);
    await expect(noir(file, { failOn: 'none', animated: false }).toImage()).resolves.toMatchObject({
      width: 12,
    });
    const refusals: [Uint8Array | Image, InputOptions, string][] = [
      [file, { failOn: 'never' as never }, 'input failOn: expected one of none'],
      [file, { bands: [0] }, 'input bands: png has no choice of bands'],
      [image, { alpha: 'none' }, 'input alpha: a picture in memory has no choice of alpha'],
      [image, { page: 1 }, 'input page'],
    ];
    for (const [input, options, message] of refusals) {
      await expect(noir(input, options).toBuffer()).rejects.toMatchObject({
        code: 'invalid-parameter',
        message: expect.stringContaining(message),
      });
    }
  });

  it('leave the pipeline as it was: two may go on from one', async () => {
    const shared = noir(image).linear(0.5);
    const [gray, negative] = [shared.greyscale().png(), shared.negate().webp()];
    expect(await gray.toImage()).toMatchObject({ channels: 1 });
    expect((await negative.run()).format).toBe('webp');
    expect((await gray.run()).format).toBe('png');
    expect(samples(await shared.toImage())).toEqual(samples(await noir(image).linear(0.5).toImage()));
  });

  it('report every fault when it runs, with pointers, and none before', async () => {
    const faulty = noir(image).linear(1e9).negate().gamma(0).jpeg({ quality: 0 });
    await expect(faulty.toBuffer()).rejects.toMatchObject({
      code: 'invalid-parameter',
      errors: [{ pointer: '/steps/0/a' }, { pointer: '/steps/2/gamma' }, { pointer: '/output/quality' }],
    });
    await expect(noir(image).negate().linear([1, 2]).toBuffer()).rejects.toMatchObject({
      errors: [{ pointer: '/steps/1/a' }],
    });
  });

  it('refuse values that JSON cannot hold like any others', async () => {
    const loop: { self?: unknown } = {};
    loop.self = loop;
    for (const value of [10n, Symbol('x'), loop, () => 1, Number.NaN]) {
      await expect(noir(image).step('gamma', { gamma: value }).toBuffer()).rejects.toMatchObject({
        errors: [{ pointer: '/steps/0/gamma' }],
      });
    }
  });

  it('refuse names that are no text, and parameters that are none', async () => {
    for (const name of [42, null, undefined, {}]) {
      await expect(
        noir(image)
          .step(name as never)
          .toBuffer(),
      ).rejects.toMatchObject({ code: 'invalid-parameter', errors: [{ pointer: '/steps/0' }] });
    }
    for (const parameters of [5, 'x', [2]]) {
      const refused = expect.objectContaining({ code: 'invalid-parameter' });
      expect(() => noir(image).step('blur', parameters as never)).toThrow(refused);
    }
  });

  it('know the types of their parameters', async () => {
    const wrong: Pipeline[] = [
      // @ts-expect-error gamma takes a number
      noir(image).gamma('2'),
      // @ts-expect-error there is no such pixel type
      noir(image).cast('u32'),
      // @ts-expect-error there is no such parameter
      noir(image).linear({ factor: 2 }),
      // @ts-expect-error linear takes two values
      noir(image).linear(1, 2, 3),
      // @ts-expect-error the bound is a number
      noir(image).clip({ min: 'black' }),
      // @ts-expect-error there is no such method of weighing
      noir(image).grayscale('average'),
      // @ts-expect-error there is no such format
      noir(image).toFormat('bmp'),
    ];
    for (const pipeline of wrong) {
      await expect(pipeline.toBuffer()).rejects.toMatchObject({ code: 'invalid-parameter' });
    }
    // @ts-expect-error there is no such operation
    expect(() => noir(image).sparkle()).toThrow(TypeError);
  });
});

const large = noise({ width: 900, height: 700, channels: 3, type: 'u8' });

describe('waiting for a result', () => {
  it('ends with cancelled when the signal aborts, before or while it is made', async () => {
    await expect(noir(image).toBuffer({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const caller = new AbortController();
    const making = noir(large).median(9).toBuffer({ signal: caller.signal });
    setTimeout(() => caller.abort(), 10);
    await expect(making).rejects.toMatchObject({ code: 'cancelled', status: 499 });
  });

  it('ends with deadline when the time is up', async () => {
    for (const ask of ['toBuffer', 'toImage', 'run'] as const) {
      await expect(noir(large).median(9)[ask]({ timeout: 5 })).rejects.toMatchObject({ code: 'deadline' });
    }
    await expect(noir(large).stats().toReport({ timeout: 0 })).rejects.toMatchObject({
      code: 'deadline',
      message: expect.stringContaining('longer than the 0 ms that it had'),
    });
  });

  it('changes nothing when neither comes', async () => {
    const { signal } = new AbortController();
    const patient = await noir(image).negate().toBuffer({ signal, timeout: 600_000 });
    expect(patient).toEqual(await noir(image).negate().toBuffer());
  });
});

describe('progress', () => {
  it('ends with the error that its function throws or rejects with', async () => {
    const mine = new Error('enough');
    const thrown = noir(image).toBuffer({
      onProgress() {
        throw mine;
      },
    });
    await expect(thrown).rejects.toBe(mine);
    await expect(noir(image).toBuffer({ onProgress: () => Promise.reject(mine) })).rejects.toBe(mine);
  });

  it('is told from the beginning to the end, and never goes back', async () => {
    const told: Progress[] = [];
    const png = await pngOf(large);
    const trimmed = noir(png).blur(2).trim().negate().png();
    const quiet = await trimmed.toBuffer();
    const loud = await trimmed.toBuffer({ onProgress: (progress) => told.push(progress) });
    expect(loud).toEqual(quiet);
    expect(told[0]).toEqual({ done: 0, part: 'begin' });
    expect(told.at(-1)).toEqual({ done: 1, part: 'end' });
    const parts = told.map(({ part }) => part).join(', ');
    for (const part of ['decode', 'blur', 'negate', 'encode']) expect(parts).toContain(part);
    const shares = told.map(({ done }) => done);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
  });
});

describe('toImage', () => {
  it('gives a copy that later work leaves alone', async () => {
    const first = await noir(image).negate().toImage();
    const before = samples(first);
    for (let seed = 2; seed < 8; seed++) await noir(noise(image, seed)).gamma().toImage();
    expect(samples(first)).toEqual(before);
  });

  it('gives a copy even when there is nothing to do', async () => {
    const copy = await noir(image).toImage();
    expect(copy).toEqual(image);
    expect(copy.data.buffer).not.toBe(image.data.buffer);
  });

  it('keeps floats exact through a chain', async () => {
    const floats = noise({ width: 9, height: 4, channels: 1, type: 'f32' });
    const result = await noir(floats).linear(0.25, 0.5).clip(0.1, 0.9).toImage();
    expect(result.type).toBe('f32');
    const expected = floats.data.map((value) =>
      Math.min(0.9, Math.max(0.1, Math.fround(0.25 * value + 0.5))),
    );
    expect(result.data).toEqual(expected);
  });

  it('widens and narrows without loss', async () => {
    const there = await noir(image).cast('f32').toImage();
    expect(there.type).toBe('f32');
    expect(samples(await noir(there).cast('u16').cast('u8').toImage())).toEqual(samples(image));
  });
});
