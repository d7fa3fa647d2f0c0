import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { WHITE } from '../../../src/core/pixel.ts';
import { fromLab, toLab } from '../../../src/math/lab.ts';
import { toEncoded } from '../../../src/math/srgb.ts';
import { modulate } from '../../../src/ops/color/modulate.ts';
import { planSteps, runReference } from '../../support/chains.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

describe('modulate', () => {
  it('makes of red what LCh says, one change at a time', () => {
    // Red is L 53.237, C 104.55, h 40.0 degrees.
    const red = Float64Array.of(1, 0, 0);
    toLab(red, 0);
    const [l, a, b] = red as unknown as [number, number, number];
    const [chroma, hue] = [Math.hypot(a, b), Math.atan2(b, a)];
    const rgbOf = (lightness: number, c: number, h: number) => {
      const values = Float64Array.of(lightness, c * Math.cos(h), c * Math.sin(h));
      fromLab(values, 0);
      return [...values.map(toEncoded)];
    };
    for (const [params, expected] of [
      [{ brightness: 0.7 }, rgbOf(0.7 * l, chroma, hue)],
      [{ saturation: 0.4 }, rgbOf(l, 0.4 * chroma, hue)],
      [{ hue: 60 }, rgbOf(l, chroma, hue + Math.PI / 3)],
      [{ lightness: 20 }, rgbOf(l + 20, chroma, hue)],
      [{ brightness: 0.5, lightness: 20 }, rgbOf(0.5 * l + 20, chroma, hue)],
    ] as const) {
      const got = samplesOf(row('f32', 3, [1, 0, 0]), { op: 'modulate', ...params });
      expected.forEach((value, at) => {
        expect(got[at], JSON.stringify(params)).toBeCloseTo(value, 6);
      });
    }
  });

  it.each(['u8', 'u16', 'f32'] as const)('changes no sample of %s by default', (type) => {
    const image = noise({ width: 64, height: 64, channels: 4, type });
    const got = samplesOf(image, { op: 'modulate' });
    for (let at = 0; at < got.length; at++) expect(got[at]).toBeCloseTo(image.data[at] as number, 6);
  });

  it('keeps gray pictures gray, whatever saturation and hue', () => {
    const levels = everyLevel('u16');
    expect(samplesOf(levels, { op: 'modulate', saturation: 3, hue: 90 })).toEqual([...levels.data]);
    // L 53.585 of 128 halved is 26.79, a luminance of 0.0503: 63.4.
    expect(samplesOf(row('u8', 2, [128, 9]), { op: 'modulate', brightness: 0.5 })).toEqual([63, 9]);
  });

  it('makes gray of the same L at no saturation', () => {
    const [red, green, blue] = samplesOf(row('u8', 3, [255, 0, 0]), { op: 'modulate', saturation: 0 });
    expect([red, green, blue]).toEqual([127, 127, 127]);
  });

  it('leaves alpha alone and cuts off what leaves the range', () => {
    expect(samplesOf(row('u8', 4, [200, 100, 50, 77]), { op: 'modulate', lightness: 100 })).toEqual([
      255, 255, 255, 77,
    ]);
    expect(
      samplesOf(row('u8', 4, [200, 100, 50, 77]), { op: 'modulate', lightness: -100, saturation: 0 }),
    ).toEqual([0, 0, 0, 77]);
  });

  it('is the same by tables, to 2e-6 of white', () => {
    const image = noise({ width: 256, height: 256, channels: 4, type: 'u16' });
    const exact = Float64Array.from(image.data);
    const tabled = exact.slice();
    const params = modulate.params.parse({ brightness: 0.9, saturation: 1.2, hue: 30 });
    modulate.map(params, image)(exact);
    modulate.cpu?.colors?.(params, image)(tabled);
    const cut = (value: number) => Math.min(Math.max(value, 0), WHITE.u16);
    let worst = 0;
    exact.forEach((value, at) => {
      worst = Math.max(worst, Math.abs(cut(value) - cut(tabled[at] as number)));
    });
    console.info(`modulate by tables: ${worst / WHITE.u16} of white off at most`);
    expect(worst / WHITE.u16).toBeLessThan(2e-6);
  });

  it.each([
    { brightness: 1.3 },
    { brightness: 0.5 },
    { saturation: 0.5 },
    { saturation: 1.6 },
    { hue: 90 },
    { hue: 222 },
    { lightness: 20 },
    { lightness: -30 },
    { brightness: 2, saturation: 0 },
    { brightness: 2, saturation: 2 },
    { brightness: 2, saturation: 2, lightness: 50 },
    { brightness: 0.9, saturation: 0.8, hue: 100 },
    { lightness: 100 },
    { lightness: -100, hue: -17 },
    { brightness: 0.8, saturation: 1.4, lightness: 5 },
  ])('is within a level of sharp on 8 bits, with %o', async (params) => {
    const [width, height] = [512, 256];
    expect(isLowered(params)).toBe(true);
    const colours = noise({ width, height, channels: 3, type: 'u8' }, 11);
    const theirs = await sharp(colours.data, { raw: { width, height, channels: 3 } })
      .modulate(params)
      .raw()
      .toBuffer();
    const ours = runReference(planSteps([{ op: 'modulate', ...params }], colours), colours);
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
      `modulate ${JSON.stringify(params)}: ${worst} levels from sharp at most, ${sum / theirs.length} on average, ${beyond} of ${theirs.length} more than one`,
    );
    expect(worst).toBeLessThanOrEqual(1);
    expect(sum / theirs.length).toBeLessThan(0.3);
  });

  it.each([
    { brightness: 2, saturation: 2, hue: 180 },
    { brightness: 2.1 },
    { saturation: 5 },
    { hue: 30.5 },
    { hue: 30, lightness: 1 },
  ])('is left to others by sharp, with %o', (params) => {
    expect(isLowered(params)).toBe(false);
  });
});

function isLowered(params: object): boolean {
  const shape = { width: 1, height: 1, channels: 3, type: 'u8' } as const;
  return (
    modulate.sharp?.(sharp(Buffer.alloc(3), { raw: shape }), modulate.params.parse(params), shape) !==
    undefined
  );
}

describeGpu('modulate on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('spreads NaN to all three colours of its pixel, as the reference does', async () => {
    const floats = row('f32', 3, [Number.NaN, 0.5, 0.5, 0.5, 0.5, Number.NaN, 0.5, 0.5, 0.5]);
    const expected = samplesOf(floats, { op: 'modulate', hue: 40 });
    const { data } = await onGpu(gpu, floats, { op: 'modulate', hue: 40 });
    expect(expected.map(Number.isNaN)).toEqual([...Array(6).fill(true), false, false, false]);
    expect([...data].map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
  });

  it('is within two levels on every gray of 16 bits', async () => {
    const levels = everyLevel('u16');
    const expected = samplesOf(levels, { op: 'modulate', hue: 40 });
    const { data } = await onGpu(gpu, levels, { op: 'modulate', hue: 40 });
    const off = data.findIndex((sample, at) => Math.abs(sample - (expected[at] as number)) > 2);
    expect(off, `sample ${off} is ${data[off]}, not ${expected[off]}`).toBe(-1);
  });
});
