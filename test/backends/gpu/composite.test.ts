import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import type { Image } from '../../../src/core/image.ts';
import { BLEND_MODES } from '../../../src/math/blend.ts';
import type { Op } from '../../../src/ops/op.ts';
import { OPS } from '../../../src/ops/registry.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import { openGpu, row } from '../../ops/run.ts';
import { NO_LIMITS, runReference } from '../../support/chains.ts';
import { expectClose } from '../../support/compare.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

describeGpu('composite', () => {
  let gpu: GpuBackend;

  beforeAll(async () => {
    gpu = await openGpu();
  });

  afterAll(() => gpu.close());

  async function compare(image: Image, other: Image, input: object, looser = 1): Promise<Image> {
    const op = OPS.composite as unknown as Op;
    const params = op.params.parse({ image: 'other', ...input });
    const plan = makePlan([{ op, params, pictures: [other] }], image, NO_LIMITS);
    const { image: result, release } = await gpu.process(plan, image);
    const copy = { ...result, data: result.data.slice() };
    release();
    expectClose(copy, runReference(plan, image), looser * op.tolerance[image.type], JSON.stringify(input));
    return copy;
  }

  it.each(BLEND_MODES)('%s is that of the reference, in light as well', async (blend) => {
    // Each pair of layouts is a shader that takes a driver on the CPU some seconds.
    for (const [layout, overlay] of [
      [
        { channels: 3, type: 'u8' },
        { channels: 4, type: 'u8' },
      ],
      [
        { channels: 4, type: 'u16' },
        { channels: 4, type: 'u8' },
      ],
      [
        { channels: 1, type: 'f32' },
        { channels: 3, type: 'u16' },
      ],
    ] as const) {
      const image = noise({ width: 64, height: 32, ...layout }, 3);
      const other = noise({ width: 64, height: 32, ...overlay }, 4);
      await compare(image, other, { blend, opacity: 0.9 });
      // Quotients of light, which f32 holds no better.
      const looser = blend === 'colour-dodge' || blend === 'colour-burn' ? 8 : 1;
      await compare(image, other, { blend, light: 'linear' }, looser);
    }
  });

  it('divides by what hardly lacks of white, exactly enough for 16 bits', async () => {
    const levels = Array.from({ length: 256 }, (_, at) => 65535 - (at % 16));
    const dark = Array.from({ length: 256 }, (_, at) => at >> 4);
    await compare(row('u16', 1, dark), row('u16', 1, levels), { blend: 'colour-dodge' });
    const [light, black] = [levels, dark].map((samples) => row('u16', 1, samples)) as [Image, Image];
    await compare(light, black, { blend: 'colour-burn' });
    const exact = row(
      'f32',
      1,
      dark.map((level) => level / 65535),
    );
    await compare(exact, row('u16', 1, levels), { blend: 'colour-dodge' });
  });

  it('counts NaN as 0 where there is something to mix, and keeps it elsewhere', async () => {
    const image = row('f32', 1, [Number.NaN, Number.NaN]);
    const result = await compare(image, row('f32', 2, [1, 0.5, 1, 0]), {});
    expect([...result.data]).toEqual([0.5, Number.NaN]);
  });
});
