import { expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { createImage } from '../../../src/core/image.ts';
import { toEnd } from '../../../src/core/turns.ts';
import { median } from '../../../src/ops/rank/median.ts';
import { onGpu, row } from '../../ops/run.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

describeGpu('median on the GPU', () => {
  it('gives the kernel’s pixels in bands and across blocks of columns, for small and the largest windows', async () => {
    const banded = (await GpuBackend.open({
      mode: 'software',
      limits: { bindingBytes: 900_000 },
    })) as GpuBackend;
    for (const [type, channels] of [
      ['u8', 4],
      ['u16', 2],
      ['f32', 1],
    ] as const) {
      const image = noise({ width: 301, height: 130, channels, type });
      for (const size of [5, 7, 101]) {
        const expected = createImage(image);
        toEnd(median.kernel(image, { size }, expected));
        const got = await onGpu(banded, image, { op: 'median', size });
        expectClose(got, expected, 0, `median ${size} of ${type}`);
      }
    }
    await banded.close();
  });

  it('orders NaN last and -0 before +0', async () => {
    const gpu = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    const image = row('f32', 1, [Number.NaN, Number.NaN, -Infinity, Infinity, 0, -0, -0, 0, -Number.NaN]);
    for (const size of [3, 5, 7]) {
      const expected = createImage(image);
      median.reference(image, { size }, expected);
      expect([...(await onGpu(gpu, image, { op: 'median', size })).data]).toEqual([...expected.data]);
    }
    await gpu.close();
  });
});
