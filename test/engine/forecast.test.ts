import sharp from 'sharp';
import { expect, it } from 'vitest';
import type { GpuOutline } from '../../src/backends/gpu/distant.ts';
import { UNBOUND } from '../../src/core/run.ts';
import { makeJob } from '../../src/engine/job.ts';
import { openEngine, openForecast, recipesFor } from '../../src/open-engine.ts';
import { optionsFromEnvironment } from '../../src/settings.ts';
import { describeGpu } from '../support/vulkan.ts';

const RECIPES = [
  'resize_20,f_jpeg',
  'median_3,f_png',
  'greyscale',
  'blur_2,resize_10,f_webp',
  'f_png',
  'stats',
  // GIFs hold 8 bits, so the engine adds a step that makes them.
  'cast_u16,f_gif',
];

describeGpu('the forecast of backends for a GPU in another process', () => {
  it.each([[['gpu', 'cpu', 'sharp']], [['sharp', 'cpu', 'gpu']], [['gpu']]] as const)(
    'is what the engine there takes, with %s',
    async (backends) => {
      const options = { ...optionsFromEnvironment({}), gpu: 'software', jpeg: 'gpu', backends } as const;
      const settings = { ...options, backends: [...backends] };
      const recipes = recipesFor(settings);
      const engine = await openEngine(settings, undefined, recipes);
      const status = engine.status();
      // As it comes over the wire.
      const { outline } = JSON.parse(JSON.stringify(status.backends.find(({ name }) => name === 'gpu')));
      const forecast = await openForecast(settings, recipes, {
        outline: outline as GpuOutline,
        costs: status.costs,
      });
      const create = { width: 64, height: 48, channels: 3, background: 'teal' } as const;
      for (const format of ['jpeg', 'png', 'webp'] as const) {
        const bytes = await sharp({ create }).toFormat(format).toBuffer();
        for (const text of RECIPES) {
          const job = makeJob({ input: { kind: 'bytes', bytes }, recipe: recipes.parseOps(text) });
          const { stretches } = await engine.explain(job);
          const onGpu = stretches[0]?.ways[0]?.legs.some(({ who }) => who === 'gpu');
          const expected = await forecast?.(job, UNBOUND);
          expect(expected?.includes('gpu'), `${format} ${text}`).toBe(onGpu);
        }
      }
      await engine.close();
    },
  );

  it('is not given with another table of costs', async () => {
    const options = optionsFromEnvironment({});
    const limits = {
      maxStorageBufferBindingSize: 2 ** 27,
      maxBufferSize: 2 ** 28,
      minStorageBufferOffsetAlignment: 256,
    };
    const adapter = { vendor: 'x', architecture: 'y', description: 'z', software: true };
    const gpu = { outline: { adapter, limits }, costs: 'another' };
    expect(await openForecast(options, recipesFor(options), gpu)).toBeUndefined();
  });
});
