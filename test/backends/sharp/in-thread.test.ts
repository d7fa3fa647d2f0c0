/** libvips' legs when this thread decodes plain JPEGs for them: the same results, byte by byte. */
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import { hostMemory } from '../../../src/backends/host-memory.ts';
import type { Carrier, Leg, LegSource } from '../../../src/backends/leg.ts';
import { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { sharpLegs } from '../../../src/backends/sharp/legs.ts';
import { loadSharp, type Sharp } from '../../../src/coders/sharp/load.ts';
import type { Run } from '../../../src/core/run.ts';
import type { Output } from '../../../src/formats/format.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { forgeJpeg } from '../../support/jpeg-forge.ts';
import { pattern } from '../../support/jpeg-pictures.ts';
import { SAMPLINGS } from '../../support/jpeg-samplings.ts';
import { outputOf } from '../../support/outputs.ts';
import { contextFor, legBetween, parsed, stretchFrom } from './stretches.ts';

/** The legs without and with decoding in this thread. */
let sources: readonly [LegSource, LegSource];
beforeAll(async () => {
  const loaded = (await loadSharp()) as Sharp;
  const backend = (await SharpBackend.open(new CpuBackend())) as SharpBackend;
  const open = (inThread: boolean) => sharpLegs(backend, { sharp: loaded, inThread, alone: true });
  sources = [open(false), open(true)];
});

/** A JPEG of waves, with its orientation. */
async function waves(
  width: number,
  height: number,
  {
    orientation = 1,
    ...options
  }: { orientation?: number; chromaSubsampling?: string; density?: number } = {},
) {
  const { data } = pattern('gradient', width, height, 3);
  const pipeline = sharp(data, { raw: { width, height, channels: 3 } }).blur(2);
  return pipeline
    .withMetadata({ orientation, density: options.density ?? 72 })
    .jpeg({ quality: 90, chromaSubsampling: options.chromaSubsampling ?? '4:2:0' })
    .toBuffer();
}

/** What comes of a leg, as it can be compared, and whether this thread decoded. */
async function resultOf(leg: Leg, input: Carrier, run?: Run) {
  const parts: string[] = [];
  const context = { ...contextFor(run), spent: (part: string) => void parts.push(part) };
  const carrier = await leg.run(input, context);
  const inThread = parts.includes('decode');
  if (carrier?.kind === 'file') return { inThread, bytes: carrier.bytes, shape: carrier.shape };
  if (carrier?.kind !== 'host') return { inThread };
  const { data, ...shape } = carrier.picture.frames[0];
  const kept = data.slice();
  carrier.release();
  return { inThread, bytes: kept, shape };
}

/** Runs all legs that start from the file in both ways, and expects the same. Returns what the legs do. */
async function expectSame(file: Uint8Array, steps: readonly StepInput[], output?: Output) {
  const stretch = stretchFrom(file, parsed(steps), output);
  const cuts = { starts: [0], ends: [parsed(steps).length] };
  const legsOf = (source: LegSource) =>
    source.legs(stretch, cuts).filter(({ from }) => from.kind === 'source');
  const [before, after] = [legsOf(sources[0]), legsOf(sources[1])];
  expect(after.map(({ does }) => does)).toEqual(before.map(({ does }) => does));
  const done: string[] = [];
  for (const [index, leg] of after.entries()) {
    const { leased } = hostMemory.stats();
    const expected = await resultOf(before[index] as Leg, stretch.input);
    const got = await resultOf(leg, stretch.input);
    const what = `${JSON.stringify(steps)} ${leg.does.join()}`;
    expect(expected.inThread, what).toBe(false);
    expect(got, what).toEqual({ ...expected, inThread: true });
    expect(got.bytes, what).toBeDefined();
    expect(hostMemory.stats().leased, what).toBe(leased);
    done.push(leg.does.join());
  }
  return done;
}

const SIDES: readonly StepInput[] = [
  // Factors around those from which the loader divides the sides.
  ...[330, 170, 112, 110, 75, 66, 64, 41, 37, 35].map((width) => ({ op: 'resize', width }) as const),
  ...[100, 45, 26, 17].map((height) => ({ op: 'resize', height }) as const),
  { op: 'resize', width: 100, height: 40, fit: 'inside' },
  { op: 'resize', width: 60, height: 60, fit: 'cover' },
  { op: 'resize', width: 90, height: 25, fit: 'cover', position: 'bottom' },
  { op: 'resize', width: 40, height: 60, fit: 'fill' },
  { op: 'resize', width: 100, height: 17, fit: 'fill' },
  { op: 'resize', width: 60, height: 60, fit: 'contain' },
  { op: 'resize', width: 60, kernel: 'cubic' },
];

describe.each([
  ['4:2:0', () => waves(339, 233)],
  ['4:4:4', () => waves(339, 233, { chromaSubsampling: '4:4:4', density: 300 })],
  ['whole blocks', () => waves(352, 240)],
  ['4:2:2', async () => forgeJpeg({ width: 339, height: 233, sampling: SAMPLINGS['4:2:2'], restart: 9 })],
  ['gray', async () => forgeJpeg({ width: 339, height: 233, sampling: SAMPLINGS.gray })],
] as const)('a file in %s', (_, make) => {
  it('is resized alike into every format', async () => {
    const file = await make();
    const done = new Set<string>();
    for (const step of SIDES) {
      for (const output of [outputOf('jpeg'), outputOf('webp'), outputOf('tiff')]) {
        for (const does of await expectSame(file, [step], output)) done.add(does);
      }
    }
    expect(done).toContain('decode,resize,encode');
  });

  it('is resized alike into a picture', async () => {
    const file = await make();
    for (const step of SIDES) await expectSame(file, [step]);
  });

  it('is cut alike', async () => {
    const file = await make();
    const extract = { op: 'extract', left: 13, top: 7, width: 250, height: 201 } as const;
    const recipes: StepInput[][] = [
      [extract],
      [extract, { op: 'resize', width: 31 }],
      [extract, { op: 'resize', width: 50, height: 50, fit: 'cover' }],
      [
        { op: 'resize', width: 60 },
        { op: 'extract', left: 3, top: 5, width: 30, height: 20 },
        { op: 'negate' },
      ],
      [{ op: 'flop' }, { op: 'linear', a: 0.8, b: 20 }],
      [{ op: 'greyscale' }, { op: 'resize', width: 60 }],
      [{ op: 'resize', width: 60 }, { op: 'sharpen' }],
      [{ op: 'resize', width: 60 }, { op: 'flip' }, { op: 'rotate', angle: 90 }],
    ];
    for (const steps of recipes) {
      await expectSame(file, steps, outputOf('jpeg'));
      await expectSame(file, steps);
    }
  });
});

describe('a file that is to be turned', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is turned alike with orientation %i', async (orientation) => {
    const file = await waves(339, 233, { orientation });
    for (const step of SIDES) {
      await expectSame(file, [step], outputOf('webp'));
      await expectSame(file, [step]);
    }
    const extract = { op: 'extract', left: 13, top: 7, width: 200, height: 201 } as const;
    await expectSame(file, [extract], outputOf('jpeg'));
    await expectSame(file, [extract, { op: 'resize', width: 31 }], outputOf('jpeg'));
    await expectSame(file, [{ op: 'negate' }], outputOf('jpeg'));
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is done in two parts alike with orientation %i', async (orientation) => {
    const file = await waves(1535, 1029, { orientation, chromaSubsampling: '4:4:4' });
    const done: string[] = [];
    for (const step of [
      { op: 'resize', width: 21 },
      { op: 'resize', height: 22 },
      { op: 'resize', width: 25, height: 25 },
      { op: 'resize', width: 20, height: 30, fit: 'contain' },
    ] as const) {
      done.push(...(await expectSame(file, [step])));
    }
    expect(done).toContain('decode,shrink,resize');
  });
});

describe('a leg', () => {
  const legsFor = (file: Uint8Array, output: Output) => {
    const stretch = stretchFrom(file, parsed([{ op: 'resize', width: 300 }]), output);
    const legs = sources.map((source) => legBetween(source, stretch, 'source', 'file') as Leg);
    return { legs, input: stretch.input };
  };

  it('declines a damaged file as it did, and returns the memory', async () => {
    const whole = await waves(1600, 1200);
    for (const file of [
      Buffer.concat([whole.subarray(0, whole.length / 2), whole.subarray(-2)]),
      Buffer.concat([
        whole.subarray(0, whole.length / 2),
        Buffer.of(0xff, 0xd3),
        whole.subarray(whole.length / 2),
      ]),
    ]) {
      const { leased } = hostMemory.stats();
      const { legs, input } = legsFor(file, outputOf('webp'));
      const [before, after] = await Promise.all(legs.map((leg) => resultOf(leg, input)));
      expect([before, after]).toEqual([{ inThread: false }, { inThread: true }]);
      expect(hostMemory.stats().leased).toBe(leased);
    }
  });

  it.each(['decodes', 'encodes'])('returns the memory when it is aborted while it %s', async (part) => {
    const file = await waves(2000, 1500);
    const { leased } = hostMemory.stats();
    const { legs, input } = legsFor(file, outputOf('avif', { effort: 3 }));
    const controller = new AbortController();
    const reason = new Error('the caller left');
    const outliving: Promise<unknown>[] = [];
    const run = {
      signal: controller.signal,
      outlives: (work: Promise<unknown>) => void outliving.push(work),
    };
    let isLent = false;
    const leave = () => {
      isLent ||= hostMemory.stats().leased > leased;
      controller.abort(reason);
    };
    const context = { ...contextFor(run), spent: () => void setImmediate(leave) };
    const result = legs[1]?.run(input, context);
    if (part === 'decodes') setImmediate(() => setImmediate(leave));
    await expect(result).rejects.toBe(reason);
    await Promise.all(outliving);
    expect(isLent).toBe(true);
    expect(hostMemory.stats().leased).toBe(leased);
  });
});
