import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../src/core/limits.ts';
import type { FormatName } from '../../src/formats/format.ts';
import type { RecipeInput, StepInput } from '../../src/recipe/recipe.ts';
import {
  animate,
  filled,
  forgeAnimatedPng,
  movingSquare,
  readAnimation as read,
  readFrames,
  toRgba,
} from '../support/animations.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { openRig, pngOf, type Rig, recipe } from './files.ts';

const delays = [100, 50, 200, 70];
const timing = { delays, loop: 3 };
const frames = movingSquare(4);
const see = movingSquare(4, 4);

describe('frames', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig({ backends: ['cpu', 'sharp'] });
  });
  afterAll(() => rig.close());

  const sources = async () => ({
    gif: await animate('gif', frames, timing),
    webp: await animate('webp', frames, timing),
    png: (await rig.run(await animate('webp', frames, timing), recipe({ output: { format: 'png' } }))).data,
    tiff: await animate('tiff', frames, timing),
  });

  it('come out of every format into every format that holds them, with their times', async () => {
    for (const [from, file] of Object.entries(await sources())) {
      const expected = from === 'png' ? frames.map(toRgba) : (await readFrames(file)).frames;
      for (const to of ['gif', 'webp', 'png', 'tiff'] as const) {
        const options = to === 'webp' ? { lossless: true } : {};
        const answer = await rig.run(file, recipe({ output: { format: to, ...options } }));
        const found = await read(answer.data, to);
        const what = `${from} to ${to}`;
        expect([answer.format, answer.frames], what).toEqual([to, { sent: 4, of: 4 }]);
        if (to !== 'tiff') {
          expect(found.delays, what).toEqual(from === 'tiff' ? [100, 100, 100, 100] : delays);
          expect(found.loop, what).toBe(from === 'tiff' ? 0 : 3);
        }
        // GIF has 256 colours, which it mixes.
        const tolerance = to === 'gif' ? 12 : 0;
        found.frames.forEach((frame, index) => {
          expectClose(toRgba(frame), expected[index] as Image, tolerance, `${what}, frame ${index}`);
        });
      }
    }
  });

  const chains: readonly (readonly StepInput[])[] = [
    [{ op: 'resize', width: 20 }],
    [{ op: 'rotate', angle: 90 }, { op: 'flip' }],
    [{ op: 'blur', sigma: 2 }, { op: 'negate' }],
    [{ op: 'greyscale' }, { op: 'normalise' }, { op: 'median', size: 3 }],
    [
      { op: 'extend', left: 3, background: 'red' },
      { op: 'extract', left: 1, top: 2, width: 20, height: 10 },
    ],
  ];

  it.each(chains.map((steps) => ({ name: steps.map(({ op }) => op).join(','), steps })))(
    'each go through $name as a still does',
    async ({ steps }) => {
      for (const set of [frames, see]) {
        const file = await animate('webp', set, timing);
        const { data } = await rig.run(file, recipe({ steps, output: { format: 'png' } }));
        const found = await read(data, 'png');
        expect(found.delays).toEqual(delays);
        for (const [index, frame] of found.frames.entries()) {
          // WebP says that its frames have alpha, also when none needs it.
          const input = toRgba(set[index] as Image);
          const alone = await rig.pixels(await pngOf(input), recipe({ steps }));
          expectClose(frame, alone, 0, `frame ${index} beside a still`);
          expectClose(
            frame,
            runReference(planSteps(steps, input), input),
            2,
            `frame ${index} beside the reference`,
          );
        }
      }
    },
  );

  it('all get the picture that is laid over them', async () => {
    const over = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#0f0' } })
      .png()
      .toBuffer();
    const steps = [{ op: 'composite', image: 'logo', left: 1, top: 1 }] as unknown as RecipeInput['steps'];
    const file = await animate('webp', frames, timing);
    const { data } = await rig.run(file, recipe({ steps: steps ?? [], output: { format: 'png' } }), {
      files: { logo: over },
    });
    for (const { data: samples, width, channels } of (await read(data, 'png')).frames) {
      const at = (2 * width + 2) * channels;
      expect([...samples.subarray(at, at + 3)]).toEqual([0, 255, 0]);
    }
  });

  it('are as many as are asked for', async () => {
    const webp = { format: 'webp', lossless: true } as const;
    for (const [name, file] of Object.entries(await sources())) {
      const whole = name === 'png' ? frames.map(toRgba) : (await readFrames(file)).frames;
      const run = (input: RecipeInput['input'], output: RecipeInput['output'] = webp) =>
        rig.run(file, recipe({ input: input ?? {}, output: output ?? {} }));
      const expectFrames = async (input: RecipeInput['input'], expected: readonly number[]) => {
        const answer = await run(input);
        const found = await readFrames(answer.data);
        expect(answer.frames, name).toEqual({ sent: expected.length, of: 4 });
        expect(found.frames.length, name).toBe(expected.length);
        for (const [index, frame] of found.frames.entries()) {
          expectClose(toRgba(frame), whole[expected[index] as number] as Image, 0, name);
        }
        if (name !== 'tiff' && expected.length > 1)
          expect(found.delays).toEqual(expected.map((at) => delays[at]));
      };
      await expectFrames({ page: 2 }, [2]);
      await expectFrames({ page: 1, pages: 2 }, [1, 2]);
      await expectFrames({ page: 1, pages: -1 }, [1, 2, 3]);
      await expectFrames({ pages: 3 }, [0, 1, 2]);
      await expectFrames({ animated: false }, [0]);
      await expectFrames({ animated: true }, [0, 1, 2, 3]);
      await expect(run({ page: 4 })).rejects.toMatchObject({
        code: 'invalid-parameter',
        errors: [{ pointer: '/input/page' }],
      });
      await expect(run({ page: 2, pages: 3 })).rejects.toMatchObject({
        errors: [{ pointer: '/input/pages' }],
      });
    }
    const still = await pngOf(frames[0] as Image);
    await expect(rig.run(still, recipe({ input: { page: 1 } }))).rejects.toMatchObject({
      errors: [{ pointer: '/input/page' }],
    });
    expect((await rig.run(still, recipe({ input: { animated: true } }))).frames).toBeUndefined();
  });

  it('that an output cannot hold are left out, and counted', async () => {
    const file = await animate('gif', frames, timing);
    for (const format of ['jpeg', 'avif'] as const) {
      const answer = await rig.run(file, recipe({ output: { format } }));
      expect(answer.frames).toEqual({ sent: 1, of: 4 });
      expect(await sharp(answer.data).metadata()).toMatchObject({ width: 30, height: 20 });
      const third = await rig.run(file, recipe({ input: { page: 2 }, output: { format } }));
      expect(third.frames).toEqual({ sent: 1, of: 4 });
      expect(Buffer.from(third.data).equals(Buffer.from(answer.data))).toBe(false);
    }
    expect((await rig.run(file, recipe({ steps: [{ op: 'stats' }] }))).frames).toEqual({ sent: 1, of: 4 });
    expect((await rig.pixels(file, recipe({}))).height).toBe(20);
  });

  it('are one where the still picture of an animated PNG is for decoders that know no animation', async () => {
    const [red, green] = [
      [255, 0, 0, 255],
      [0, 200, 0, 255],
    ].map((color) => filled(4, 3, color)) as [Uint8Array, Uint8Array];
    const extent = { width: 4, height: 3 };
    const file = forgeAnimatedPng({ ...extent, still: red, frames: [{ ...extent, data: green }] });
    const { data } = await rig.pixels(file, recipe({}));
    expect(data).toEqual(green);
    const answer = await rig.run(file, recipe({ steps: [{ op: 'flop' }], output: { format: 'jpeg' } }));
    expect(answer.frames).toEqual({ sent: 1, of: 1 });
    const [level] = await sharp(answer.data).raw().toBuffer();
    expect(level).toBeLessThan(10);
    // A damaged animation leaves the still picture.
    const cut = forgeAnimatedPng({
      ...{ ...extent, still: red, frames: [{ ...extent, data: green }] },
      change: (chunks) => chunks.filter(([type]) => type !== 'fdAT'),
    });
    expect((await rig.pixels(cut, recipe({}))).data).toEqual(red);
  });

  it('and alpha are kept by auto, as long as an accepted format can', async () => {
    const auto = recipe({ output: { format: 'auto' } });
    const chosen = async (file: Uint8Array, ...accepted: FormatName[]) =>
      (await rig.run(file, auto, { accepted })).format;
    const [gif, webp] = [await animate('gif', frames, timing), await animate('webp', see, timing)];
    expect(await chosen(gif, 'avif', 'webp', 'gif')).toBe('webp');
    expect(await chosen(gif, 'avif', 'jpeg', 'gif')).toBe('gif');
    expect(await chosen(gif, 'avif', 'jpeg')).toBe('avif');
    expect(await chosen(webp, 'jpeg', 'gif', 'png')).toBe('png');
    expect(await chosen(webp, 'jpeg', 'gif')).toBe('gif');
    const [still, clear] = [await pngOf(frames[0] as Image), await pngOf(see[0] as Image)];
    expect(await chosen(still, 'jpeg', 'png')).toBe('jpeg');
    expect(await chosen(clear, 'jpeg', 'gif', 'webp')).toBe('webp');
    expect(await chosen(clear, 'jpeg')).toBe('jpeg');
  });

  it('are refused where they are too many or too large together', async () => {
    const small = await openRig({ limits: { ...DEFAULT_LIMITS, frames: 3 } });
    const few = await openRig({ limits: { ...DEFAULT_LIMITS, framePixels: 2000 } });
    const little = await openRig({ limits: { ...DEFAULT_LIMITS, frameBytes: 7000 } });
    try {
      for (const file of Object.values(await sources())) {
        const webp = recipe({ output: { format: 'webp' } });
        await expect(small.run(file, webp)).rejects.toMatchObject({
          code: 'frame-limit',
          limit: 3,
          actual: 4,
        });
        await expect(few.run(file, webp)).rejects.toMatchObject({ code: 'pixel-limit', limit: 2000 });
        await expect(little.run(file, webp)).rejects.toMatchObject({ code: 'memory-limit', limit: 7000 });
        const some = recipe({ input: { pages: 3 }, output: { format: 'webp' } });
        expect((await small.run(file, some)).frames).toEqual({ sent: 3, of: 4 });
        expect((await few.run(file, recipe({ output: { format: 'jpeg' } }))).frames).toEqual({
          sent: 1,
          of: 4,
        });
      }
    } finally {
      await Promise.all([small, few, little].map((open) => open.close()));
    }
  });
});
