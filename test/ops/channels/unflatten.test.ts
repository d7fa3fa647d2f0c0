import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { StepInput } from '../../../src/recipe/recipe.ts';
import { describeGpu } from '../../support/vulkan.ts';
import { onGpu, openGpu, row, samplesOf } from '../run.ts';

const UNFLATTEN: StepInput = { op: 'unflatten' };

describe('unflatten', () => {
  it('makes white transparent and nothing else, adding alpha', () => {
    const rgb = row('u8', 3, [255, 255, 255, 254, 255, 255, 0, 0, 0]);
    expect(samplesOf(rgb, UNFLATTEN)).toEqual([255, 255, 255, 0, 254, 255, 255, 255, 0, 0, 0, 255]);
    expect(samplesOf(row('u16', 1, [65535, 65534]), UNFLATTEN)).toEqual([65535, 0, 65534, 65535]);
  });

  it('keeps alpha where the colour is not white', () => {
    expect(samplesOf(row('u8', 2, [255, 77, 254, 77]), UNFLATTEN)).toEqual([255, 0, 254, 77]);
  });

  it('takes floats above white for white, and NaN not', () => {
    const floats = row('f32', 1, [1, 4, Infinity, 0.999, Number.NaN]);
    expect(samplesOf(floats, UNFLATTEN).filter((_, at) => at % 2 === 1)).toEqual([0, 0, 0, 1, 1]);
  });

  it("is sharp's on RGB, but for colours whose luminance rounds to white", async () => {
    const samples = [255, 255, 255, 254, 255, 255, 240, 255, 255, 255, 255, 0, 128, 128, 128];
    const raw = { width: 5, height: 1, channels: 3 } as const;
    const theirs = await sharp(Uint8Array.from(samples), { raw }).unflatten().raw().toBuffer();
    const ours = samplesOf(row('u8', 3, samples), UNFLATTEN);
    expect(ours.map((sample, at) => (sample === theirs[at] ? -1 : at)).filter((at) => at >= 0)).toEqual([7]);
  });
});

describeGpu('unflatten on the GPU', () => {
  let gpu: GpuBackend;
  beforeAll(async () => {
    gpu = await openGpu();
  });
  afterAll(() => gpu.close());

  it('takes floats above white for white, and NaN not', async () => {
    const floats = row('f32', 1, [1, 4, Infinity, 0.999, Number.NaN]);
    const { data } = await onGpu(gpu, floats, UNFLATTEN);
    expect([...data].filter((_, at) => at % 2 === 1)).toEqual([0, 0, 0, 1, 1]);
  });
});
