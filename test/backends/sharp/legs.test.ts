/** libvips' legs on files of all kinds: the picture and the file are those that decoder, steps and encoder make. */
import sharpModule from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import type { FileCarrier, HostCarrier, LegSource, Stretch } from '../../../src/backends/leg.ts';
import type { SharpBackend } from '../../../src/backends/sharp/backend.ts';
import { openCoders } from '../../../src/coders/registry.ts';
import { isNoirError } from '../../../src/core/errors.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { readHeader } from '../../../src/formats/registry.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { expectClose } from '../../support/compare.ts';
import { outputOf } from '../../support/outputs.ts';
import { noise } from '../../support/pictures.ts';
import { contextFor, legBetween, openSharpLegs, parsed, stretchFrom } from './stretches.ts';

const coders = await openCoders('auto');

let backend: SharpBackend;
let source: LegSource;
beforeAll(async () => {
  ({ backend, source } = await openSharpLegs());
});

/** A raw picture of noise in sharp. */
function raw(channels: 1 | 3 | 4) {
  const { data, width, height } = noise({ width: 61, height: 37, channels, type: 'u8' }, channels);
  const pipeline = sharpModule(data as Uint8Array, { raw: { width, height, channels } });
  return channels === 1 ? pipeline.toColourspace('b-w') : pipeline;
}

async function decodeFile(file: Uint8Array): Promise<Image> {
  const header = readHeader(file, DEFAULT_LIMITS);
  return (await coders.decode(file, header, { limits: DEFAULT_LIMITS })).frames[0];
}

/** Undefined for a file whose header is damaged. */
function tryStretch(file: Uint8Array, steps: StepInput[]): Stretch | undefined {
  try {
    return stretchFrom(file, parsed(steps));
  } catch (error) {
    if (isNoirError(error)) return undefined;
    throw error;
  }
}

async function runStart(stretch: Stretch): Promise<Image | undefined> {
  const leg = legBetween(source, stretch, 'source', 'host');
  const carrier = (await leg?.run(stretch.input, contextFor())) as HostCarrier | undefined;
  return carrier?.picture.frames[0];
}

const FILES: readonly [string, () => Promise<Uint8Array>][] = [
  ['gray JPEG', () => raw(1).jpeg().toBuffer()],
  ['4:2:0 JPEG', () => raw(3).jpeg().toBuffer()],
  ['4:4:4 progressive JPEG', () => raw(3).jpeg({ chromaSubsampling: '4:4:4', progressive: true }).toBuffer()],
  ['JPEG in Display P3', () => raw(3).withIccProfile('p3').jpeg().toBuffer()],
  ['JPEG in CMYK', () => raw(3).toColourspace('cmyk').jpeg().toBuffer()],
  ['PNG with a palette', () => raw(3).png({ palette: true, colours: 16 }).toBuffer()],
  ['PNG in Display P3', () => raw(4).withIccProfile('p3').png().toBuffer()],
  ['interlaced gray PNG', () => raw(1).png({ progressive: true }).toBuffer()],
  ['WebP', () => raw(3).webp().toBuffer()],
  ['WebP with alpha', () => raw(4).webp({ lossless: true }).toBuffer()],
  ['TIFF', () => raw(3).tiff({ compression: 'lzw' }).toBuffer()],
  ['TIFF with alpha', () => raw(4).tiff({ compression: 'none' }).toBuffer()],
  ['GIF', () => raw(3).gif().toBuffer()],
  ['GIF with alpha', () => raw(4).gif().toBuffer()],
  ['AVIF', () => raw(3).avif({ effort: 0 }).toBuffer()],
  ['AVIF with alpha', () => raw(4).avif({ effort: 0 }).toBuffer()],
];

const STEPS: StepInput[] = [
  { op: 'extract', left: 5, top: 3, width: 41, height: 29 },
  { op: 'flop' },
  { op: 'linear', a: 0.8, b: 20 },
  { op: 'negate', alpha: false },
];

describe.each(FILES)('%s', (_, make) => {
  it('gives the picture that the decoder and the steps give', async () => {
    const file = await make();
    const stretch = stretchFrom(file, parsed(STEPS));
    const { image } = await backend.process(stretch.plan, await decodeFile(file));
    expectClose((await runStart(stretch)) as Image, image, 0, 'fused');
  });

  it('gives no picture where the decoder finds the file damaged', async () => {
    const file = await make();
    for (const part of [0.4, 0.6, 0.8, 0.95]) {
      const damaged = Uint8Array.from(file).fill(0xa5, part * file.length, part * file.length + 40);
      const stretch = tryStretch(damaged, [{ op: 'negate' }]);
      if (!stretch) continue;
      const decoded = await decodeFile(damaged).catch(() => undefined);
      const fused = await runStart(stretch);
      expect(fused === undefined, `${part}`).toBe(decoded === undefined);
    }
  });

  it.each([
    ['jpeg', {}],
    ['jpeg', { mozjpeg: true }],
    ['webp', {}],
    ['avif', { effort: 0 }],
    ['tiff', {}],
  ] as const)('gives the file that the encoder gives: %s %j', async (format, options) => {
    const file = await make();
    const output = outputOf(format, options);
    const stretch = stretchFrom(file, parsed(STEPS), output);
    const { image } = await backend.process(stretch.plan, await decodeFile(file));
    const leg = legBetween(source, stretch, 'source', 'file');
    if (!leg) {
      const declined = `${readHeader(file, DEFAULT_LIMITS).format} to ${format}`;
      expect(['avif to avif', 'avif to tiff']).toContain(declined);
      return;
    }
    const { bytes, shape } = (await leg.run(stretch.input, contextFor())) as FileCarrier;
    const apart = await coders.encode({ frames: [image] }, output);
    expectClose(await decodeFile(bytes), await decodeFile(apart), 0, format);
    expect(Buffer.compare(bytes, apart), 'the same bytes').toBe(0);
    expect([shape.width, shape.height]).toEqual([41, 29]);
  });
});

describe('a file that is to be turned', () => {
  const cpu = new CpuBackend();
  const recipes: StepInput[][] = [
    [{ op: 'extract', left: 5, top: 3, width: 21, height: 19 }],
    [
      { op: 'extract', left: 1, top: 2, width: 30, height: 31 },
      { op: 'extract', left: 3, top: 4, width: 7, height: 9 },
    ],
    [{ op: 'extend', top: 2, left: 5, background: 'ff0000' }, { op: 'negate' }],
    [{ op: 'extract', left: 5, top: 3, width: 21, height: 19 }, { op: 'negate' }],
  ];

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stands upright before the steps: %i', async (orientation) => {
    const file = await raw(3).withMetadata({ orientation }).jpeg().toBuffer();
    for (const steps of recipes) {
      const stretch = stretchFrom(file, parsed(steps));
      // What is only mirrored is left to others when a part of it is cut out.
      const isMirrored = orientation === 2 || orientation === 4;
      if (isMirrored && steps.some(({ op }) => op === 'extract')) {
        expect(legBetween(source, stretch, 'source', 'host')).toBeUndefined();
        continue;
      }
      const expected = await cpu.process(stretch.plan, await decodeFile(file));
      expectClose((await runStart(stretch)) as Image, expected.image, 0, JSON.stringify(steps));
      expected.release();
    }
  });

  it('is left to others when it is turned or mirrored once more', async () => {
    const file = await raw(3).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    for (const op of ['flip', 'flop', 'rotate'] as const) {
      const steps = [op === 'rotate' ? { op, angle: 90 } : { op }];
      expect(legBetween(source, stretchFrom(file, parsed(steps)), 'source', 'host')).toBeUndefined();
    }
  });
});

describe('a leg', () => {
  const resize: StepInput[] = [{ op: 'resize', width: 20 }];

  it('declines a file that is damaged', async () => {
    const file = await raw(3).png().toBuffer();
    file.fill(0, file.length >> 1, (file.length >> 1) + 99);
    for (const output of [undefined, outputOf('webp')]) {
      const stretch = stretchFrom(file, parsed(resize), output);
      const leg = legBetween(source, stretch, 'source', output ? 'file' : 'host');
      expect(await leg?.run(stretch.input, contextFor())).toBeUndefined();
    }
  });

  it('throws what the format cannot hold', async () => {
    const file = await raw(1).png().toBuffer();
    const steps: StepInput[] = [{ op: 'extend', left: 10_000, right: 6_323, extendWith: 'copy' }];
    const stretch = stretchFrom(file, parsed(steps), outputOf('webp'));
    const leg = legBetween(source, stretch, 'source', 'file');
    await expect(leg?.run(stretch.input, contextFor())).rejects.toMatchObject({ code: 'cannot-encode' });
  });

  it('declines a picture of another shape than its header said', async () => {
    const stretch = stretchFrom(await raw(3).png().toBuffer(), parsed([{ op: 'negate' }]));
    const other = await raw(3).extract({ left: 0, top: 0, width: 9, height: 9 }).png().toBuffer();
    const leg = legBetween(source, stretch, 'source', 'host');
    expect(
      await leg?.run({ ...stretch.input, bytes: other } as Stretch['input'], contextFor()),
    ).toBeUndefined();
  });

  it('ends at once, with the reason, when its run is aborted', async () => {
    const stretch = stretchFrom(
      await raw(3).png().toBuffer(),
      parsed(resize),
      outputOf('avif', { effort: 9 }),
    );
    const leg = legBetween(source, stretch, 'source', 'file');
    const controller = new AbortController();
    const outliving: Promise<unknown>[] = [];
    const run = {
      signal: controller.signal,
      outlives: (work: Promise<unknown>) => void outliving.push(work),
    };
    const result = leg?.run(stretch.input, contextFor(run));
    const reason = new Error('the caller left');
    controller.abort(reason);
    await expect(result).rejects.toBe(reason);
    await Promise.all(outliving);
  });
});

it('makes files that are over the default limits, where the limits of the recipe allow them', async () => {
  const limits = { ...DEFAULT_LIMITS, pixels: 1e8, imageBytes: 2 ** 30 };
  const steps = parsed([{ op: 'extend', right: 9500 - 61, bottom: 9500 - 37 }]);
  const output = outputOf('jpeg', { optimiseCoding: false });
  const stretch = stretchFrom(await raw(3).jpeg().toBuffer(), steps, output, limits);
  const leg = legBetween(source, stretch, 'source', 'file');
  const carrier = (await leg?.run(stretch.input, contextFor())) as FileCarrier | undefined;
  expect(carrier?.shape).toMatchObject({ width: 9500, height: 9500 });
});
