import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage, type Image } from '../../../src/core/image.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { onGpu, openGpu, row, samplesOf } from '../run.ts';

const METHODS = ['rec601', 'rec709', 'luminance'] as const;

/** Every mixture of red, green and blue at 0, 5, 10, … 255. */
function colourCube(): Image {
  const levels = Array.from({ length: 52 }, (_, index) => index * 5);
  const image = createImage({ width: 52 * 52, height: 52, channels: 3, type: 'u8' });
  let at = 0;
  for (const red of levels) {
    for (const green of levels) {
      for (const blue of levels) {
        image.data.set([red, green, blue], at);
        at += 3;
      }
    }
  }
  return image;
}

/** Y = 0.299 R + 0.587 G + 0.114 B in thousandths, which are whole numbers. */
function thousandths(red: number, green: number, blue: number): number {
  return 299 * red + 587 * green + 114 * blue;
}

/**
 * Compares with the formula, rounded, and counts the pixels that are a level off. None may be, but
 * where a colour lies exactly between two levels: there the rounding of floats decides.
 */
function countOff(gray: Image): number {
  const { data } = colourCube();
  let off = 0;
  gray.data.forEach((got, pixel) => {
    const [red, green, blue] = data.subarray(3 * pixel, 3 * pixel + 3) as unknown as [number, number, number];
    const exact = thousandths(red, green, blue);
    const rounded = Math.floor((exact + 500) / 1000);
    if (got === rounded) return;
    off++;
    const halfway = exact % 1000 === 500 && got === rounded - 1;
    if (!halfway)
      expect.fail(`rgb(${red} ${green} ${blue}) is ${got}, expected ${rounded} for ${exact / 1000}`);
  });
  return off;
}

/** Share of the colours that may be off: one in 200 of the cube's lies halfway, so most halves are right. */
const MOST_OFF = 0.002;

describe('greyscale', () => {
  const cube = colourCube();

  it('is Y = 0.299 R + 0.587 G + 0.114 B on the CPU, for colours all over the cube', async () => {
    const { image, release } = await new CpuBackend().process(planSteps([{ op: 'greyscale' }], cube), cube);
    expect(image).toMatchObject({ channels: 1, type: 'u8', width: cube.width, height: cube.height });
    const off = countOff(image);
    release();
    console.info(`greyscale: ${off} of ${cube.data.length / 3} colours a level off on the CPU`);
    expect(off).toBeLessThanOrEqual((MOST_OFF * cube.data.length) / 3);
  });

  it('is within a level of sharp, by luminance', async () => {
    const { width, height } = cube;
    const theirs = await sharp(cube.data, { raw: { width, height, channels: 3 } })
      .greyscale()
      .raw()
      .toBuffer();
    const ours = runReference(planSteps([{ op: 'greyscale', method: 'luminance' }], cube), cube);
    let worst = 0;
    ours.data.forEach((gray, at) => {
      worst = Math.max(worst, Math.abs(gray - (theirs[at] as number)));
    });
    expect(theirs).toHaveLength(ours.data.length);
    expect(worst).toBeLessThanOrEqual(1);
  });

  it.each([
    ['rec601', [76, 150, 29]],
    ['rec709', [54, 182, 18]],
    // 255 times the sRGB curve's value at 0.2126, 0.7152 and 0.0722.
    ['luminance', [127, 220, 76]],
  ] as const)('weighs pure red, green and blue by %s', (method, expected) => {
    const primaries = row('u8', 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(samplesOf(primaries, { op: 'greyscale', method })).toEqual(expected);
  });

  it.each(METHODS)('keeps every level of gray and of RGB with equal parts, by %s', (method) => {
    const levels = Array.from({ length: 256 }, (_, level) => level);
    expect(samplesOf(row('u8', 1, levels), { op: 'greyscale', method })).toEqual(levels);
    const equal = levels.flatMap((level) => [level, level, level]);
    expect(samplesOf(row('u8', 3, equal), { op: 'greyscale', method })).toEqual(levels);
  });

  it.each(METHODS)('keeps alpha as it is, by %s', (method) => {
    expect(samplesOf(row('u8', 4, [9, 9, 9, 77, 255, 255, 255, 0]), { op: 'greyscale', method })).toEqual([
      9, 77, 255, 0,
    ]);
    expect(samplesOf(row('u16', 2, [500, 65535, 7, 1]), { op: 'greyscale', method })).toEqual([
      500, 65535, 7, 1,
    ]);
  });

  it('is rec601 unless told otherwise', () => {
    expect(samplesOf(row('u8', 3, [255, 0, 0]), { op: 'greyscale' })).toEqual([76]);
  });

  it('keeps floats beyond white and below black', () => {
    const [bright, dark] = samplesOf(row('f32', 3, [4, 4, 4, -1, -1, -1]), {
      op: 'greyscale',
      method: 'luminance',
    });
    expect(bright).toBeCloseTo(4, 5);
    expect(dark).toBeCloseTo(-1, 5);
  });
});

describeGpu('greyscale on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('is Y = 0.299 R + 0.587 G + 0.114 B, for colours all over the cube', async () => {
    const cube = colourCube();
    const off = countOff(await onGpu(gpu, cube, { op: 'greyscale' }));
    console.info(`greyscale: ${off} of ${cube.data.length / 3} colours a level off on the GPU`);
    expect(off).toBeLessThanOrEqual((MOST_OFF * cube.data.length) / 3);
  });

  it.each(METHODS)('keeps every level of gray of 16 bits, by %s', async (method) => {
    const levels = createImage({ width: 256, height: 256, channels: 1, type: 'u16' });
    for (let level = 0; level < 65536; level++) levels.data[level] = level;
    const { data } = await onGpu(gpu, levels, { op: 'greyscale', method });
    const off = data.findIndex((gray, level) => Math.abs(gray - level) > 1);
    expect(off, `level ${off} became ${data[off]}`).toBe(-1);
  });
});
