import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GpuBackend } from '../../../src/backends/gpu/backend.ts';
import { type CodingMode, gpuLegs } from '../../../src/backends/gpu/legs.ts';
import { hostOf, type Stretch } from '../../../src/backends/leg.ts';
import type { Image } from '../../../src/core/image.ts';
import { DEFAULT_LIMITS } from '../../../src/core/limits.ts';
import { SHIPPED_COSTS } from '../../../src/engine/costs/shipped.ts';
import { makePlan } from '../../../src/plan/plan.ts';
import type { RecipeInput } from '../../../src/recipe/recipe.ts';
import { CPU_ONLY, openRig, pngOf, type Rig, readPng, recipe } from '../../engine/files.ts';
import { LAYOUTS, noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

/** Soft colours, which JPEG keeps in a few bytes. */
function photo(width: number, height: number): Promise<Buffer> {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    data[at] = 128 + 90 * Math.sin(x / 17 + (at % 3)) * Math.cos(y / 11) + 30 * Math.sin(x * y);
  }
  const raw = { width, height, channels: 3 } as const;
  return sharp(data, { raw }).jpeg({ quality: 90 }).toBuffer();
}

/** Fails unless pngjs and sharp find the same samples in both. */
async function expectSame(ours: Uint8Array, theirs: Uint8Array): Promise<void> {
  const [{ data: a, ...one }, { data: b, ...other }] = [readPng(ours), readPng(theirs)];
  // One may have a palette and the other not.
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  // Not `toEqual`, which takes seconds for a large picture.
  expect(Buffer.compare(Buffer.from(a.buffer), Buffer.from(b.buffer))).toBe(0);
  const [c, d] = await Promise.all([ours, theirs].map((file) => sharp(file).raw().toBuffer()));
  expect(c?.equals(d as Buffer)).toBe(true);
}

describeGpu('PNGs whose rows the GPU filters', () => {
  let gpu: Rig;
  let cpu: Rig;
  let jpeg: Buffer;

  beforeAll(async () => {
    gpu = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu', png: 'gpu' });
    cpu = await openRig({ ...CPU_ONLY, jpeg: 'cpu', png: 'cpu' });
    jpeg = await photo(203, 117);
  });

  afterAll(async () => {
    await gpu.close();
    await cpu.close();
  });

  /** Runs a recipe on both, and checks that pngjs finds the same and who coded the files. */
  async function compare(input: Uint8Array | Image, wanted: RecipeInput, codec: string): Promise<void> {
    const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(input, recipe(wanted))));
    expect(ours?.codec).toBe(codec);
    expect(ours?.format).toBe('png');
    expect(ours?.shape).toEqual(theirs?.shape);
    await expectSame(ours?.data as Uint8Array, theirs?.data as Uint8Array);
  }

  const png = { format: 'png' } as const;

  it('come from JPEGs without a pixel in main memory', async () => {
    await compare(jpeg, { output: png }, 'jpeg-gpu, png-gpu');
    await compare(jpeg, { steps: [{ op: 'greyscale' }], output: png }, 'jpeg-gpu, png-gpu');
    const wide = { op: 'extend', top: 3, left: 700, right: 701, bottom: 2 } as const;
    await compare(jpeg, { steps: [wide], output: png }, 'jpeg-gpu, png-gpu');
  });

  const layouts = LAYOUTS.filter(({ type }) => type !== 'f32');
  it.each(layouts)('come from PNGs of $type with $channels channels', async (layout) => {
    const file = await pngOf(noise({ width: 67, height: 35, ...layout }));
    // Gray may have few levels.
    await compare(file, { output: { format: 'png', palette: false } }, 'png-cpu, png-gpu');
    await compare(file, { steps: [{ op: 'negate' }] }, 'png-cpu, png-gpu');
  });

  it('are left to the encoder where a picture in memory has few colours', async () => {
    const few = noise({ width: 67, height: 35, channels: 3, type: 'u8' });
    few.data.forEach((level, at) => {
      few.data[at] = level & 0xc0;
    });
    await compare(few, { output: png }, 'none, png-cpu');
    await compare(few, { output: { format: 'png', palette: false } }, 'none, png-gpu');
    // Nobody has seen the result of a step on the GPU.
    await compare(few, { steps: [{ op: 'negate' }], output: png }, 'none, png-gpu');
  });

  it('come from pictures in memory, also of floats, which are cast', async () => {
    const shape = { width: 31, height: 40, channels: 3 } as const;
    await compare(noise({ ...shape, type: 'u16' }), { steps: [{ op: 'flip' }] }, 'none, png-gpu');
    const floats = { ...noise({ ...shape, type: 'f32' }) };
    // Whole 65535ths, which no backend rounds otherwise.
    floats.data.forEach((_, at) => {
      floats.data[at] = ((at * 7919) % 65536) / 65535;
    });
    await compare(floats, { steps: [{ op: 'flip' }] }, 'none, png-gpu');
  });

  it('come from JPEGs that the CPU has to decode', async () => {
    const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer();
    await compare(progressive, { steps: [{ op: 'negate' }], output: png }, 'jpeg-cpu, png-gpu');
  });

  it('take further pictures and tell how long each part took', async () => {
    const { timings, backend } = await gpu.run(jpeg, recipe({ steps: [{ op: 'negate' }], output: png }));
    expect(backend).toBe('gpu');
    expect(Object.keys(timings)).toEqual(expect.arrayContaining(['upload', 'gpu', 'readback', 'encode']));
    const logo = await pngOf(noise({ width: 20, height: 10, channels: 4, type: 'u8' }));
    const files = { 'logo.png': logo };
    const steps = [{ op: 'composite', image: 'logo.png' }] as const;
    const [ours, theirs] = await Promise.all(
      [gpu, cpu].map((engine) => engine.run(jpeg, recipe({ steps, output: png }), { files })),
    );
    expect(ours?.codec).toBe('jpeg-gpu, png-gpu');
    expect(readPng(ours?.data as Uint8Array).data.length).toBe(
      readPng(theirs?.data as Uint8Array).data.length,
    );
  });

  it.each([{ progressive: true }, { adaptiveFiltering: false }, { compressionLevel: 0 }])(
    'are left to the CPU where nothing is to be filtered: %o',
    async (options) => {
      await compare(jpeg, { output: { ...png, ...options } }, 'jpeg-gpu, png-cpu');
    },
  );

  it.each([{ compressionLevel: 9 }, { compressionLevel: 0, adaptiveFiltering: true }])(
    'heed the other options: %o',
    async (options) => {
      await compare(jpeg, { output: { ...png, ...options } }, 'jpeg-gpu, png-gpu');
    },
  );

  it('are filtered on the CPU unless asked for on a software adapter', async () => {
    const plain = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'cpu' });
    const { codec } = await plain.run(await photo(700, 500), recipe({ output: png }));
    expect(codec).toBe('jpeg-cpu, png-cpu');
    await plain.close();
  });

  it('are filtered there by default where the GPU is real', async () => {
    const backend = (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
    const input = noise({ width: 60, height: 50, channels: 1, type: 'u16' });
    const stretch: Stretch = {
      input: hostOf(input),
      plan: makePlan([], input, DEFAULT_LIMITS),
      output: { format: 'png', options: {} },
      limits: DEFAULT_LIMITS,
      costs: SHIPPED_COSTS,
    };
    const costs = (png: CodingMode) =>
      gpuLegs(backend, { jpeg: 'auto', png, first: false })
        .legs(stretch, { starts: [0], ends: [0] })
        .filter(({ does, to }) => does.includes('filter') && to.kind === 'rows')
        .map(({ cost }) => cost);
    expect(costs('auto')).toEqual([]);
    expect(costs('gpu')).toEqual([0]);
    Object.defineProperty(backend, 'fast', { value: true });
    expect(costs('auto')).toHaveLength(1);
    expect(costs('auto')[0]).toBeGreaterThan(0);
    expect(costs('cpu')).toEqual([]);
    await backend.close();
  });

  describe('several at once', () => {
    it('are each their own', async () => {
      const sources = await Promise.all([40, 90, 140, 203].map((width) => photo(width, 60)));
      const run = (engine: Rig) =>
        Promise.all(sources.map((source) => engine.run(source, recipe({ output: png }))));
      const [ours, theirs] = await Promise.all([run(gpu), run(cpu)]);
      for (const [index, { data }] of ours.entries()) {
        await expectSame(data, theirs[index]?.data as Uint8Array);
      }
    });
  });
});
