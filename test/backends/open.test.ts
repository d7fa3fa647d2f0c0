import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackends } from '../../src/backends/open.ts';
import { openCoders } from '../../src/coders/registry.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { CPU_ONLY, openRig, pngOf, type Rig, readPng, recipe } from '../engine/files.ts';
import { listPhotos } from '../engine/photos.ts';
import { planSteps, runReference } from '../support/chains.ts';
import { expectClose } from '../support/compare.ts';
import { noise } from '../support/pictures.ts';
import { describeGpu } from '../support/vulkan.ts';

describe('openBackends', () => {
  it('opens what is asked for, in that order', async () => {
    const { backends, sources, summary } = await openBackends(
      { ...CPU_ONLY, backends: ['sharp', 'cpu'] },
      await openCoders('auto'),
    );
    expect(backends.map(({ name }) => name)).toEqual(['sharp', 'cpu']);
    expect(sources.map(({ name }) => name)).toEqual(['sharp', 'cpu', 'coders']);
    expect(summary).toMatch(/^runs on sharp \(sharp .+\), cpu \(JavaScript on .+\)$/);
  });
});

/**
 * Turns a photo gray with the engine and compares every pixel with the formula in f64, the photo being
 * decoded by sharp and the result by pngjs.
 */
async function compareGray(engine: Rig, path: string): Promise<string> {
  const bytes = readFileSync(path);
  const grayPng = recipe({ steps: [{ op: 'greyscale' }], output: { format: 'png', compressionLevel: 1 } });
  const { data, backend } = await engine.run(bytes, grayPng);
  const gray = readPng(data);
  const { data: rgb, info } = await sharp(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([gray.width, gray.height, gray.color, gray.alpha]).toEqual([info.width, info.height, false, false]);
  for (let pixel = 0; pixel < info.width * info.height; pixel++) {
    const [red, green, blue] = [rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2]] as [
      number,
      number,
      number,
    ];
    const expected = 0.299 * red + 0.587 * green + 0.114 * blue;
    const got = gray.data[4 * pixel] as number;
    if (!(Math.abs(got - expected) <= 1)) {
      expect.fail(`pixel ${pixel}: rgb(${red} ${green} ${blue}) is ${got}, expected ${expected}`);
    }
  }
  return backend;
}

describe('a photo turned gray on the CPU', () => {
  let engine: Rig;
  beforeAll(async () => {
    engine = await openRig();
  });
  afterAll(() => engine.close());

  it.each(listPhotos())('has every pixel of %s within a level of its luma', async (_, path) => {
    expect(await compareGray(engine, path)).toBe('cpu');
  });
});

describeGpu('with a GPU', () => {
  let engine: Rig;
  beforeAll(async () => {
    engine = await openRig({ backends: ['gpu'], gpu: 'software' });
  });
  afterAll(() => engine.close());

  it('is named in the summary', () => {
    expect(engine.engine.status().summary).toMatch(/^runs on gpu \(.*(llvmpipe|SwiftShader).*\)$/i);
  });

  it.each(listPhotos('kodak', 'cc0'))(
    'every pixel of %s, turned gray, is within a level of its luma',
    async (_, path) => {
      expect(await compareGray(engine, path)).toBe('gpu');
    },
  );

  it.each<[string, 'u8' | 'u16', StepInput[]]>([
    ['gray of 8 bits', 'u8', [{ op: 'greyscale' }]],
    ['gray by luminance', 'u8', [{ op: 'greyscale', method: 'luminance' }]],
    [
      'a chain on 8 bits',
      'u8',
      [{ op: 'linear', a: [0.9, 1, 1.1], b: 3 }, { op: 'gamma', gamma: 1.4 }, { op: 'negate' }],
    ],
    ['a chain on 16 bits', 'u16', [{ op: 'linear', a: 0.8, b: 300 }, { op: 'negate' }, { op: 'gamma' }]],
  ])('makes the same picture as the CPU and sharp: %s', async (what, type, steps) => {
    const image = noise({ width: 61, height: 47, channels: 3, type });
    const bytes = await pngOf(image);
    const expected = runReference(planSteps(steps, image), image);
    for (const name of ['gpu', 'cpu', 'sharp'] as const) {
      const one = name === 'gpu' ? engine : await openRig({ backends: [name] });
      const { data, backend } = await one.run(bytes, recipe({ steps, output: { format: 'png' } }));
      expect(backend).toBe(name);
      // A level for each step, which the gamma behind it may stretch.
      expectClose(await one.pixels(data, recipe({})), expected, type === 'u8' ? 3 : 30, `${what} on ${name}`);
      if (name !== 'gpu') await one.close();
    }
  });
});
