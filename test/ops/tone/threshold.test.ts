import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CpuBackend } from '../../../src/backends/cpu/backend.ts';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage } from '../../../src/core/image.ts';
import { planSteps } from '../../support/chains.ts';
import { random } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { everyLevel, onGpu, openGpu, row, samplesOf } from '../run.ts';

/** Many colours of 8 bits. */
function colours() {
  const image = createImage({ width: 256, height: 128, channels: 3, type: 'u8' });
  const next = random(7);
  for (let at = 0; at < image.data.length; at++) image.data[at] = Math.floor(256 * next());
  return image;
}

describe('threshold', () => {
  it.each([
    ['u8', [0, 127, 128, 255], [0, 0, 255, 255]],
    ['u16', [0, 32767, 32768, 65535], [0, 0, 65535, 65535]],
    ['f32', [-1, 0.4999, 0.5, 3], [0, 0, 1, 1]],
  ] as const)('divides %s at half of white by default', (type, samples, expected) => {
    expect(samplesOf(row(type, 1, [...samples]), { op: 'threshold' })).toEqual(expected);
  });

  it('counts in the levels of the pixel type', () => {
    expect(samplesOf(row('u16', 1, [99, 100]), { op: 'threshold', threshold: 100 })).toEqual([0, 65535]);
    expect(samplesOf(row('f32', 1, [99, 100]), { op: 'threshold', threshold: 100 })).toEqual([0, 1]);
    expect(samplesOf(row('u8', 1, [0, 1]), { op: 'threshold', threshold: 0 })).toEqual([255, 255]);
    expect(samplesOf(row('u8', 1, [254, 255]), { op: 'threshold', threshold: 256 })).toEqual([0, 0]);
  });

  it('judges colours by luminance, or each by itself', () => {
    // Luminance of pure red, green and blue: 127, 220 and 76 of 255.
    const primaries = row('u8', 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]);
    expect(samplesOf(primaries, { op: 'threshold' })).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0]);
    expect(samplesOf(primaries, { op: 'threshold', greyscale: false })).toEqual([...primaries.data]);
    expect(samplesOf(primaries, { op: 'threshold', threshold: 127 }).slice(0, 3)).toEqual([255, 255, 255]);
  });

  it.each(['u8', 'u16'] as const)('takes RGB with equal parts as its gray, on every level of %s', (type) => {
    const gray = everyLevel(type);
    const equal = createImage({ ...gray, channels: 3 });
    gray.data.forEach((level, at) => {
      equal.data.fill(level, 3 * at, 3 * at + 3);
    });
    const threshold = type === 'u8' ? 77 : 20_001;
    const expected = samplesOf(gray, { op: 'threshold', threshold });
    expect(samplesOf(equal, { op: 'threshold', threshold }).filter((_, at) => at % 3 === 0)).toEqual(
      expected,
    );
  });

  it('leaves alpha alone', () => {
    expect(samplesOf(row('u8', 4, [200, 200, 200, 9]), { op: 'threshold' })).toEqual([255, 255, 255, 9]);
    expect(samplesOf(row('u8', 2, [9, 200]), { op: 'threshold' })).toEqual([0, 200]);
  });

  it('makes 0 of NaN and white of infinity', () => {
    const odd = row('f32', 1, [Number.NaN, Infinity, -Infinity]);
    expect(samplesOf(odd, { op: 'threshold' })).toEqual([0, 1, 0]);
    const oneNan = row('f32', 3, [Number.NaN, 1, 1]);
    expect(samplesOf(oneNan, { op: 'threshold' })).toEqual([0, 0, 0]);
    expect(samplesOf(oneNan, { op: 'threshold', greyscale: false })).toEqual([0, 1, 1]);
  });

  it('is what its definition says on the CPU, which weighs by table', async () => {
    const image = colours();
    const step = { op: 'threshold' } as const;
    const { image: fast, release } = await new CpuBackend().process(planSteps([step], image), image);
    expect([...fast.data]).toEqual(samplesOf(image, step));
    release();
  });

  it("gives sharp's channels, and its colours but for a few whose gray lies at the threshold", async () => {
    const image = colours();
    const raw = { width: image.width, height: image.height, channels: image.channels };
    const { data, info } = await sharp(image.data, { raw })
      .threshold(128)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const ours = samplesOf(image, { op: 'threshold' });
    const off = ours.filter((sample, at) => sample !== data[at]).length;
    console.info(`threshold: ${off} of ${ours.length} samples on sharp's other side`);
    expect(info.channels).toBe(3);
    // Measured: one in 2000, as its gray is a level off now and then.
    expect(off).toBeLessThanOrEqual(ours.length / 1000);
  });
});

describeGpu('threshold on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('takes RGB with equal parts as its gray', async () => {
    const samples = Array.from({ length: 1000 }, (_, at) => Math.fround(at / 999));
    const equal = row(
      'f32',
      3,
      samples.flatMap((value) => [value, value, value]),
    );
    for (const threshold of [samples[77], samples[500], samples[901]] as number[]) {
      const { data } = await onGpu(gpu, equal, { op: 'threshold', threshold });
      expect([...data].filter((_, at) => at % 3 === 0)).toEqual(
        samples.map((value) => Number(value >= threshold)),
      );
    }
  });

  it('makes 0 of NaN', async () => {
    const odd = row('f32', 1, [Number.NaN, Infinity, -Infinity, 0.5]);
    expect([...(await onGpu(gpu, odd, { op: 'threshold' })).data]).toEqual([0, 1, 0, 1]);
    const oneNan = row('f32', 3, [Number.NaN, 1, 1]);
    expect([...(await onGpu(gpu, oneNan, { op: 'threshold' })).data]).toEqual([0, 0, 0]);
  });
});
