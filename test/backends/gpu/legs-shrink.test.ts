import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { psnr } from '../../../scripts/docs/psnr.ts';
import { parseOps } from '../../../src/recipe/grammar.ts';
import { openRig, type Rig, recipe } from '../../engine/files.ts';
import { noise } from '../../support/pictures.ts';
import { describeGpu } from '../../support/vulkan.ts';

const [WIDTH, HEIGHT] = [1001, 640];

describeGpu('a JPEG that the GPU decodes no larger than it is needed', () => {
  let gpu: Rig;
  let cpu: Rig;
  let jpeg: Buffer;

  beforeAll(async () => {
    gpu = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu' });
    cpu = await openRig();
    const soft = noise({ width: 101, height: 65, channels: 3, type: 'u8' }, 3);
    jpeg = await sharp(soft.data as Uint8Array, { raw: { width: 101, height: 65, channels: 3 } })
      .resize(WIDTH, HEIGHT)
      .blur(6)
      .jpeg({ quality: 98, chromaSubsampling: '4:4:4' })
      .toBuffer();
  });

  afterAll(async () => {
    await gpu.close();
    await cpu.close();
  });

  it.each(['resize_250', 'resize_97_211', 'resize_120_40_fit=contain', 'resize_33_90_fit=fill'])(
    'becomes, by %s, what it becomes from all of its pixels: the extent, and at least 40 dB',
    async (text) => {
      const asked = recipe({ steps: parseOps(text).steps as never, output: { format: 'png' } });
      const [fast, whole] = [await gpu.run(jpeg, asked), await cpu.run(jpeg, asked)];
      expect(fast.codec).toBe('jpeg-gpu, png-cpu');
      expect(fast.shape).toEqual(whole.shape);
      const [ours, theirs] = await Promise.all([fast, whole].map(({ data }) => sharp(data).raw().toBuffer()));
      expect(psnr(ours ?? [], theirs ?? [])).toBeGreaterThan(40);
      // It was really decoded smaller.
      expect(ours?.equals(theirs as Buffer)).toBe(false);
    },
  );

  it('is decoded whole where the recipe says so', async () => {
    const steps = parseOps('resize_250_fastShrinkOnLoad=false').steps as never;
    const asked = recipe({ steps, output: { format: 'png' } });
    const [ours, theirs] = await Promise.all(
      [gpu, cpu].map(async (rig) =>
        sharp((await rig.run(jpeg, asked)).data)
          .raw()
          .toBuffer(),
      ),
    );
    const off = ours?.map((level, at) => Math.abs(level - (theirs?.[at] ?? 0))) ?? [];
    expect(Math.max(...off)).toBeLessThanOrEqual(1);
  });
});
