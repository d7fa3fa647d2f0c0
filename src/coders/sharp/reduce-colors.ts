/** Reduces the colours of a picture with libimagequant, by way of a PNG with a palette. */
import type { Image } from '../../core/image.ts';
import type { Run } from '../../core/run.ts';
import { pictureFault } from '../faults.ts';
import type { Sharp } from './load.ts';
import { callLibvips } from './turns.ts';

/** The picture, of 3 or 4 channels of bytes, in so many colours at most (libvips rounds up to 2, 4, 16 or 256). */
export async function reduceColors(sharp: Sharp, image: Image, colors: number, run?: Run): Promise<Image> {
  const { data, width, height, channels } = image;
  const fail = (error: Error): never => {
    throw pictureFault('png', error);
  };
  const file = sharp(data, { raw: { width, height, channels }, limitInputPixels: false }).png({
    ...{ palette: true, colours: colors, dither: 0 },
    // The file is only read again.
    ...{ compressionLevel: 1, adaptiveFiltering: false },
  });
  const bytes = await callLibvips(() => file.toBuffer().catch(fail), run);
  const stored = sharp(bytes, { limitInputPixels: false }).toColourspace('srgb');
  const samples = (channels === 4 ? stored.ensureAlpha() : stored.removeAlpha()).raw();
  return { ...image, data: await callLibvips(() => samples.toBuffer().catch(fail), run) };
}
