import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { psnr } from '../../../scripts/docs/psnr.ts';
import type { RecipeInput } from '../../../src/recipe/recipe.ts';
import { CPU_ONLY, openRig, type Rig, recipe } from '../../engine/files.ts';
import { forgeInkProfile, labOfInks, partsOf, withSegments } from '../../formats/profiles.ts';
import { describeGpu } from '../../support/vulkan.ts';

/** Soft inks with some detail, in YCCK or not. */
async function picture(): Promise<Buffer> {
  const [width, height] = [203, 117];
  const data = new Uint8Array(width * height * 3).map((_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)];
    return 128 + 90 * Math.sin(x / 17 + (at % 3)) * Math.cos(y / 11) + 30 * Math.sin(x * y);
  });
  return sharp(data, { raw: { width, height, channels: 3 } })
    .toColourspace('cmyk')
    .jpeg({ quality: 90 })
    .toBuffer();
}

const PNG = { format: 'png' } as const;
const RECIPES: readonly (readonly [RecipeInput, string])[] = [
  [{ output: PNG }, 'jpeg-gpu, png-cpu'],
  [{ steps: [{ op: 'negate' }], output: PNG }, 'jpeg-gpu, png-cpu'],
  [{ steps: [{ op: 'resize', width: 60, fastShrinkOnLoad: false }], output: PNG }, 'jpeg-gpu, png-cpu'],
  [{ steps: [{ op: 'greyscale' }], output: { format: 'jpeg', quality: 100 } }, 'jpeg-gpu, jpeg-gpu'],
];

const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

describeGpu('JPEGs in inks', () => {
  let gpu: Rig;
  let cpu: Rig;
  let plain: Buffer;

  beforeAll(async () => {
    gpu = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu' });
    cpu = await openRig({ ...CPU_ONLY, jpeg: 'cpu' });
    plain = await picture();
  });

  afterAll(async () => {
    await gpu.close();
    await cpu.close();
  });

  it.each(['none', 'its own'])('are decoded on the GPU, profile: %s', async (kind) => {
    const profile = partsOf(forgeInkProfile({ lab: labOfInks }), 3);
    const file = kind === 'none' ? plain : withSegments(plain, ...profile);
    for (const [asked, codec] of RECIPES) {
      const [ours, theirs] = await Promise.all([gpu, cpu].map((engine) => engine.run(file, recipe(asked))));
      expect(ours?.codec).toBe(codec);
      expect(ours?.shape).toEqual(theirs?.shape);
      const [got, wanted] = [await pixels(ours?.data as Buffer), await pixels(theirs?.data as Buffer)];
      const off = got.map((level, at) => Math.abs(level - (wanted[at] as number)));
      // Encoding once more makes more of a level.
      const [most, mean] = asked.output?.format === 'jpeg' ? [4, 0.5] : [1, 0.2];
      expect(Math.max(...off)).toBeLessThanOrEqual(most);
      expect(off.reduce((sum, levels) => sum + levels, 0) / off.length).toBeLessThan(mean);
    }
  });

  it('are decoded smaller there, where they become smaller', async () => {
    const asked = recipe({ steps: [{ op: 'resize', width: 60 }], output: PNG });
    const [ours, theirs] = await Promise.all(
      [gpu, cpu].map(async (rig) => pixels((await rig.run(plain, asked)).data)),
    );
    expect(psnr(ours as Buffer, theirs as Buffer)).toBeGreaterThan(40);
    expect(ours).not.toEqual(theirs);
  });

  it('are left to the CPU where nobody tells what they look like', async () => {
    const blind = await openRig({ backends: ['gpu', 'cpu'], gpu: 'software', jpeg: 'gpu', codecs: 'js' });
    const { codec } = await blind.run(plain, recipe({ steps: [{ op: 'negate' }], output: PNG }));
    expect(codec).toBe('jpeg-cpu, png-cpu');
    await blind.close();
  });
});
