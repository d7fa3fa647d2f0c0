/** Ends of libvips' pipelines in a JPEG, which a thread that does nothing else encodes itself: the files are the same. */
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Carrier, type FileCarrier, hostOf, type Leg, type Stretch } from '../../../src/backends/leg.ts';
import { endInFile } from '../../../src/backends/sharp/pipelines.ts';
import { createImage, type Image, type Shape } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import type { Channels } from '../../../src/core/pixel.ts';
import { UNBOUND } from '../../../src/core/run.ts';
import { SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import type { Output } from '../../../src/formats/format.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { expectSameJpeg } from '../../support/jpeg-blocks.ts';
import { outputOf } from '../../support/outputs.ts';
import { noise } from '../../support/pictures.ts';
import { contextFor, legBetween, openSharpLegs, parsed, stretchFrom } from './stretches.ts';

const [there, here] = await Promise.all([openSharpLegs(false), openSharpLegs(true)]);

/** A picture of soft noise in sharp. */
function raw(channels: Channels, width = 61, height = 37) {
  const { data } = noise({ width, height, channels, type: 'u8' }, channels);
  const pipeline = sharp(data as Uint8Array, { raw: { width, height, channels } }).blur(1);
  return channels < 3 ? pipeline.toColourspace('b-w') : pipeline;
}

const FILES: readonly [string, () => Promise<Uint8Array>][] = [
  ['gray JPEG', () => raw(1).jpeg().toBuffer()],
  ['JPEG', () => raw(3).jpeg().toBuffer()],
  ['progressive JPEG', () => raw(3).jpeg({ progressive: true }).toBuffer()],
  ['turned JPEG', () => raw(3).withMetadata({ orientation: 6 }).jpeg().toBuffer()],
  ['JPEG in Display P3', () => raw(3).withIccProfile('p3').jpeg().toBuffer()],
  ['JPEG in CMYK', () => raw(3).toColourspace('cmyk').jpeg().toBuffer()],
  ['gray PNG', () => raw(1).png().toBuffer()],
  ['PNG', () => raw(3).png().toBuffer()],
  ['PNG with a palette', () => raw(3).png({ palette: true, colours: 16 }).toBuffer()],
  ['PNG with alpha', () => raw(4).png().toBuffer()],
  ['WebP', () => raw(3).webp().toBuffer()],
  ['WebP with alpha', () => raw(4).webp({ lossless: true }).toBuffer()],
  ['TIFF', () => raw(3).tiff({ compression: 'lzw' }).toBuffer()],
  ['GIF', () => raw(3).gif().toBuffer()],
];

const RECIPES: readonly StepInput[][] = [
  [],
  [{ op: 'negate', alpha: false }],
  [{ op: 'resize', width: 20 }],
  [{ op: 'resize', width: 23, height: 23, fit: 'cover' }],
  [{ op: 'resize', width: 30, height: 11, fit: 'contain' }],
  [{ op: 'resize', width: 17, height: 29, fit: 'fill' }],
  [{ op: 'greyscale' }],
  [{ op: 'flatten' }, { op: 'greyscale' }, { op: 'resize', width: 15 }],
  [{ op: 'removeAlpha' }],
  [
    { op: 'extract', left: 5, top: 3, width: 21, height: 19 },
    { op: 'flop' },
    { op: 'linear', a: 0.8, b: 20 },
  ],
  [{ op: 'rotate', angle: 90 }],
  [
    { op: 'resize', width: 20 },
    { op: 'extend', top: 1, left: 2, right: 3, bottom: 4 },
  ],
];

const OPTIONS = [
  {},
  { quality: 100, chromaSubsampling: '4:4:4', optimiseCoding: false },
  { progressive: true },
  { mozjpeg: true },
];

/** What a leg makes, with the parts of the work that it named. */
async function make(leg: Leg, input: Carrier, run = UNBOUND) {
  const parts: string[] = [];
  const context = { ...contextFor(run), spent: (part: string) => void parts.push(part) };
  return { made: (await leg.run(input, context)) as FileCarrier | undefined, parts };
}

/** Runs two legs on the same input, and expects the same file. Returns whether this thread has encoded it. */
async function expectSame([wanted, got]: readonly [Leg, Leg], input: Carrier, what: string) {
  expect(got.does).toEqual(wanted.does);
  const expected = await make(wanted, input);
  expect(expected.parts).not.toContain('encode');
  // Of two at once none is alone, so that this thread encodes also what libvips reads.
  const [actual, other] = await Promise.all([make(got, input), make(got, input)]);
  expect(other, what).toEqual(actual);
  expect(actual.made === undefined, what).toBe(expected.made === undefined);
  if (!actual.made || !expected.made) return false;
  expect(actual.made.shape, what).toEqual(expected.made.shape);
  if (Buffer.compare(actual.made.bytes, expected.made.bytes) !== 0) {
    expectSameJpeg(actual.made.bytes, expected.made.bytes, what);
  }
  return actual.parts.includes('encode');
}

/** The legs to the file, without and with encoding in this thread, if there are any that do all steps. */
function legsFrom(stretch: Stretch, from: Carrier['kind']): [Leg, Leg] | [] {
  const legs = [there, here].map(({ source }) => legBetween(source, stretch, from, 'file'));
  return legs[0]?.from.done === 0 ? (legs as [Leg, Leg]) : [];
}

/** A picture in main memory, and a stretch of steps from it. */
function fromPicture(image: Image, steps: readonly StepInput[], output: Output): Stretch {
  const plan = makePlan(parsed(steps), image, DEFAULT_LIMITS);
  return { input: hostOf(image), plan, output, limits: DEFAULT_LIMITS, costs: SHIPPED_COSTS };
}

describe('a pipeline from file to JPEG', () => {
  it.each(FILES)('makes the same file of a %s', async (name, makeFile) => {
    const file = await makeFile();
    let [encoded, offered] = [0, 0];
    for (const steps of RECIPES) {
      for (const options of OPTIONS) {
        const stretch = stretchFrom(file, parsed(steps), outputOf('jpeg', options));
        const [wanted, got] = legsFrom(stretch, 'source');
        if (!wanted || !got) continue;
        offered++;
        const what = `${name} by ${JSON.stringify(steps)} with ${JSON.stringify(options)}`;
        const isPlain =
          stretch.plan.output.channels % 2 === 1 && !('mozjpeg' in options || 'progressive' in options);
        const isEncoded = await expectSame([wanted, got], stretch.input, what);
        expect(isEncoded, what).toBe(isPlain);
        if (isEncoded) encoded++;
      }
    }
    expect(offered).toBeGreaterThan(0);
    expect(encoded).toBeGreaterThan(0);
  });

  it('leaves the encoding to libvips while it reads the only file', async () => {
    const output = outputOf('jpeg');
    const encodes = async (file: Uint8Array) => {
      const stretch = stretchFrom(file, parsed([{ op: 'resize', width: 20 }]), output);
      const [wanted, got] = legsFrom(stretch, 'source') as [Leg, Leg];
      const [expected, actual] = [await make(wanted, stretch.input), await make(got, stretch.input)];
      expect(actual.made).toEqual(expected.made);
      return actual.parts.includes('encode');
    };
    expect(await encodes(await raw(3).png().toBuffer())).toBe(false);
    expect(await encodes(await raw(3).jpeg().toBuffer())).toBe(true);
  });

  it('makes the same WebP', async () => {
    const stretch = stretchFrom(await raw(3).png().toBuffer(), parsed([{ op: 'negate' }]), outputOf('webp'));
    const isEncoded = await expectSame(legsFrom(stretch, 'source') as [Leg, Leg], stretch.input, 'WebP');
    expect(isEncoded).toBe(false);
  });
});

describe('a pipeline from a picture to a JPEG', () => {
  it.each([1, 2, 3, 4] as const)('makes the same file of %i channels', async (channels) => {
    const image = noise({ width: 53, height: 35, channels, type: 'u8' });
    let offered = 0;
    for (const steps of RECIPES.slice(1)) {
      for (const options of OPTIONS) {
        const stretch = fromPicture(image, steps, outputOf('jpeg', options));
        const [wanted, got] = legsFrom(stretch, 'host');
        if (!wanted || !got) continue;
        const what = `${JSON.stringify(steps)} with ${JSON.stringify(options)}`;
        await expectSame([wanted, got], stretch.input, what);
        offered++;
      }
    }
    expect(offered).toBeGreaterThan(0);
  });

  it.each([
    [3344, true],
    [3345, false],
  ])('with sides of %i is encoded here: %j', async (side, expected) => {
    const image = createImage({ width: side, height: side, channels: 3, type: 'u8' });
    const stretch = fromPicture(image, [{ op: 'negate' }], outputOf('jpeg'));
    const legs = legsFrom(stretch, 'host') as [Leg, Leg];
    expect(await expectSame(legs, stretch.input, `${side}`)).toBe(expected);
  });
});

describe('the end of a pipeline', () => {
  const shape: Shape = { width: 61, height: 37, channels: 3, type: 'u8' };
  const end = (pipeline: Sharp, inThread: boolean, planned: Partial<Shape> = {}, run = UNBOUND) =>
    endInFile(
      pipeline,
      { output: outputOf('jpeg'), shape: { ...shape, ...planned }, inThread },
      contextFor(run),
    );

  it.each([true, false])('declines a picture of another extent, in this thread: %j', async (inThread) => {
    expect(await end(raw(3), inThread)).toMatchObject({ kind: 'file', shape });
    expect(await end(raw(3), inThread, { width: 60 })).toBeUndefined();
    expect(await end(raw(3), inThread, { height: 38 })).toBeUndefined();
  });

  it.each([true, false])('declines a damaged file, in this thread: %j', async (inThread) => {
    const file = await raw(3).png().toBuffer();
    const damaged = Uint8Array.from(file).fill(0xa5, file.length / 2, file.length / 2 + 40);
    expect(await end(sharp(damaged), inThread)).toBeUndefined();
  });

  it('frees what libvips has made, without waiting for V8', async () => {
    const [width, height] = [1600, 1300];
    const picture = raw(3, width, height);
    const before = process.memoryUsage().external;
    let most = 0;
    for (let nth = 0; nth < 12; nth++) {
      await end(picture.clone(), true, { width, height });
      most = Math.max(most, process.memoryUsage().external - before);
    }
    // Twelve pictures have 72 MiB.
    expect(most / 2 ** 20).toBeLessThan(40);
  });

  it('rejects with the reason of an abort, also while this thread encodes', async () => {
    const [width, height] = [1400, 1300];
    for (const during of ['before', 'libvips', 'encode']) {
      const controller = new AbortController();
      const reason = new Error('the client has left');
      const leave = () => controller.abort(reason);
      if (during === 'before') leave();
      const outliving: Promise<unknown>[] = [];
      const run = {
        signal: controller.signal,
        outlives: (work: Promise<unknown>) => void outliving.push(work),
      };
      // The pipeline's end is told before encoding begins.
      const spent = (part: string) => {
        if (during === 'encode' && part === 'libvips') setImmediate(leave);
      };
      if (during === 'libvips') setImmediate(leave);
      const planned = { ...shape, width, height };
      const ending = endInFile(
        raw(3, width, height),
        { output: outputOf('jpeg', { quality: 100 }), shape: planned, inThread: true },
        { ...contextFor(run), spent },
      );
      await expect(ending, during).rejects.toBe(reason);
      await Promise.all(outliving);
    }
  });

  it('makes the same files where several end at once', async () => {
    const widths = [200, 301, 402, 503];
    const ends = (inThread: boolean) =>
      Promise.all(widths.map((width) => end(raw(3, width, 150), inThread, { width, height: 150 })));
    const [wanted, got] = [await ends(false), await ends(true)];
    for (const [at, file] of got.entries()) {
      expectSameJpeg(file?.bytes as Uint8Array, wanted[at]?.bytes as Uint8Array, `${widths[at]} pixels`);
    }
  });
});
