import { GpuBackend } from '../../src/backends/gpu/backend.ts';
import { createImage, type Image } from '../../src/core/image.ts';
import type { Channels, PixelType } from '../../src/core/pixel.ts';
import type { StepInput } from '../../src/recipe/recipe.ts';
import { planSteps, runReference } from '../support/chains.ts';

/** One row of pixels, from its samples. */
export function row(type: PixelType, channels: Channels, samples: readonly number[]): Image {
  const image = createImage({ width: samples.length / channels, height: 1, channels, type });
  image.data.set(samples);
  return image;
}

/** Every level of an integer pixel type once, as a gray picture. */
export function everyLevel(type: 'u8' | 'u16'): Image {
  const image = createImage({
    width: type === 'u8' ? 16 : 256,
    height: type === 'u8' ? 16 : 256,
    channels: 1,
    type,
  });
  for (let level = 0; level < image.data.length; level++) image.data[level] = level;
  return image;
}

/** The samples that the references of some steps make. */
export function samplesOf(image: Image, ...steps: StepInput[]): number[] {
  return [...runReference(planSteps(steps, image), image).data];
}

/** The picture that some steps make on the GPU, in memory of its own. */
export async function onGpu(gpu: GpuBackend, image: Image, ...steps: StepInput[]): Promise<Image> {
  const { image: result, release } = await gpu.process(planSteps(steps, image), image);
  const copy = { ...result, data: result.data.slice() };
  release();
  return copy;
}

export async function openGpu(): Promise<GpuBackend> {
  return (await GpuBackend.open({ mode: 'software' })) as GpuBackend;
}
