import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { toLab } from '../../../src/math/lab.ts';
import { toLinear } from '../../../src/math/srgb.ts';
import { tint } from '../../../src/ops/color/tint.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

function labOf(rgb: readonly number[]): [l: number, a: number, b: number] {
  const values = Float64Array.from(rgb, toLinear);
  toLab(values, 0);
  return [...values] as [number, number, number];
}

const COLOURS = [
  ['sepia', [112, 66, 20]],
  ['red', [255, 0, 0]],
  ['blue', [0, 90, 255]],
  ['gray', [128, 128, 128]],
] as const;

describe('tint', () => {
  it('keeps L and takes a and b from the colour, weighted by distance from black and white', () => {
    const [, a, b] = labOf([112 / 255, 66 / 255, 20 / 255]);
    for (const rgb of [
      [0.5, 0.5, 0.5],
      [0.9, 0.2, 0.1],
      [0.1, 0.8, 0.95],
    ]) {
      const [before] = labOf(rgb);
      const [after, gotA, gotB] = labOf(samplesOf(row('f32', 3, rgb), { op: 'tint', color: '704214' }));
      const weight = 1 - 4 * (before / 100 - 0.5) ** 2;
      expect(after).toBeCloseTo(before, 3);
      expect(gotA).toBeCloseTo(weight * a, 3);
      expect(gotB).toBeCloseTo(weight * b, 3);
    }
  });

  it('needs a colour', () => {
    expect(tint.params.safeParse({}).success).toBe(false);
    expect(tint.params.safeParse({ color: 'no such' }).success).toBe(false);
  });

  it('leaves black black and white white', () => {
    const ends = row('u16', 3, [0, 0, 0, 65535, 65535, 65535]);
    expect(samplesOf(ends, { op: 'tint', color: 'red' })).toEqual([...ends.data]);
  });

  it('by gray is greyscale by luminance', () => {
    const levels = everyLevel('u16');
    expect(samplesOf(levels, { op: 'tint', color: 'gray' })).toEqual(
      [...levels.data].flatMap((v) => [v, v, v]),
    );
  });

  it('colours gray pictures and leaves alpha alone, whatever that of the colour', () => {
    const params = { op: 'tint', color: '#ff000080' } as const;
    const rgb = samplesOf(row('u8', 3, [100, 100, 100]), params);
    expect(samplesOf(row('u8', 1, [100]), params)).toEqual(rgb);
    expect(samplesOf(row('u8', 2, [100, 7]), params)).toEqual([...rgb, 7]);
    expect(samplesOf(row('u8', 4, [100, 100, 100, 9]), params)).toEqual([...rgb, 9]);
  });

  it('gives floats beyond white and below black no colour', () => {
    const got = samplesOf(row('f32', 1, [1.5, -0.5]), { op: 'tint', color: 'red' });
    [1.5, 1.5, 1.5, -0.5, -0.5, -0.5].forEach((value, at) => {
      expect(got[at]).toBeCloseTo(value, 6);
    });
  });

  it('is the same by tables, to 2e-6 of white', () => {
    const image = noise({ width: 256, height: 256, channels: 4, type: 'u16' });
    const exact = Float64Array.from(image.data);
    const tabled = exact.slice();
    const params = tint.params.parse({ color: '704214' });
    tint.map(params, image)(exact);
    tint.cpu?.colors?.(params, image)(tabled);
    const cut = (value: number) => Math.min(Math.max(value, 0), WHITE.u16);
    let worst = 0;
    exact.forEach((value, at) => {
      worst = Math.max(worst, Math.abs(cut(value) - cut(tabled[at] as number)));
    });
    expect(worst / WHITE.u16).toBeLessThan(2e-6);
  });

  // sharp looks colours up by 256 grays, where ours have fractions: a steep shade makes more of them.
  it.each(COLOURS)('is within 4 levels of sharp, by %s', async (name, [r, g, b]) => {
    const [width, height] = [1024, 512];
    const colours = noise({ width, height, channels: 3, type: 'u8' }, 11);
    const theirs = await sharp(colours.data, { raw: { width, height, channels: 3 } })
      .tint({ r, g, b })
      .raw()
      .toBuffer();
    const ours = runReference(planSteps([{ op: 'tint', color: [r, g, b] }], colours), colours);
    let worst = 0;
    let sum = 0;
    let beyond = 0;
    ours.data.forEach((value, at) => {
      const apart = Math.abs(value - (theirs[at] as number));
      worst = Math.max(worst, apart);
      sum += apart;
      if (apart > 1) beyond++;
    });
    console.info(
      `tint by ${name}: ${worst} levels from sharp at most, ${sum / theirs.length} on average, ${beyond} of ${theirs.length} more than one`,
    );
    expect(theirs).toHaveLength(ours.data.length);
    expect(worst).toBeLessThanOrEqual(4);
    expect(sum / theirs.length).toBeLessThan(0.4);
  });

  it('is within a level of sharp where its grays are ours', async () => {
    const levels = everyLevel('u8');
    const gray = [...levels.data].flatMap((v) => [v, v, v]);
    for (const [, [r, g, b]] of COLOURS) {
      const theirs = await sharp(Uint8Array.from(gray), { raw: { width: 16, height: 16, channels: 3 } })
        .tint({ r, g, b })
        .raw()
        .toBuffer();
      const ours = samplesOf(row('u8', 3, gray), { op: 'tint', color: [r, g, b] });
      for (let at = 0; at < ours.length; at++)
        expect(Math.abs((ours[at] as number) - (theirs[at] as number)), `${at}`).toBeLessThanOrEqual(1);
    }
  });
});

describeGpu('tint on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('spreads NaN to all three colours of its pixel, as the reference does', async () => {
    const floats = row('f32', 3, [Number.NaN, 0.5, 0.5, 0.5, 0.5, Number.NaN, 0.5, 0.5, 0.5]);
    const expected = samplesOf(floats, { op: 'tint', color: 'red' });
    const { data } = await onGpu(gpu, floats, { op: 'tint', color: 'red' });
    expect(expected.map(Number.isNaN)).toEqual([...Array(6).fill(true), false, false, false]);
    expect([...data].map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
  });

  it('is within two levels on every gray of 16 bits', async () => {
    const levels = everyLevel('u16');
    const expected = samplesOf(levels, { op: 'tint', color: 'red' });
    const { data } = await onGpu(gpu, levels, { op: 'tint', color: 'red' });
    const off = data.findIndex((sample, at) => Math.abs(sample - (expected[at] as number)) > 2);
    expect(off, `sample ${off} is ${data[off]}, not ${expected[off]}`).toBe(-1);
  });
});
