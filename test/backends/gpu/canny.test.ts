import { afterAll, beforeAll, expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage, type Image } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { canny } from '../../../src/ops/convolve/canny.ts';
import { onGpu } from '../../ops/run.ts';
import { noise } from '../../support/pictures.ts';
import { spiral } from '../../support/spiral.ts';
import { describeGpu } from '../../support/vulkan.ts';

const FOLLOWING = { sigma: 0, low: 0.1, high: 0.75 };

function onCpu(image: Image, given: Readonly<Record<string, unknown>>): Image {
  const output = createImage(canny.geometry(image));
  toEnd(canny.kernel(image, canny.params.parse(given), output));
  return output;
}

describeGpu('canny', () => {
  let whole: GpuBackend;
  let banded: GpuBackend;

  beforeAll(async () => {
    whole = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    // The ledger of 67x35 pixels fits; pictures of four floats a pixel do not.
    const limits = { bindingBytes: 12 * 1024 };
    banded = (await GpuBackend.open({ mode: 'software', limits })) as GpuBackend;
  });

  afterAll(async () => {
    await whole.close();
    await banded.close();
  });

  it('follows edges that wind through the whole picture', async () => {
    for (const seed of [true, false]) {
      const image = spiral(400, { seed });
      const expected = onCpu(image, FOLLOWING);
      expect(expected.data.includes(255)).toBe(seed);
      const result = await onGpu(whole, image, { op: 'canny', ...FOLLOWING });
      expect(result.data).toEqual(expected.data);
    }
  });

  it('finds the same in bands', async () => {
    const image = noise({ width: 67, height: 35, channels: 4, type: 'f32' });
    for (const params of [{}, { sigma: 0, low: 1, high: 3 }, { sigma: 1.3, low: 0.01, high: 1 }]) {
      const expected = onCpu(image, params);
      for (const gpu of [whole, banded]) {
        const result = await onGpu(gpu, image, { op: 'canny', ...params });
        expect([...result.data]).toEqual([...expected.data]);
      }
    }
  });
});
