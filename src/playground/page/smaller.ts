/** Has the server make smaller copies of pictures, for previews. */
import { PLAIN_TIFF } from './layers.ts';
import type { Extent } from './preview.ts';
import { type Facts, runRecipe } from './server.ts';

/** Whether the server is this machine, so that bytes cost nothing: packing a preview takes longer than many ops. */
export const isNear = /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);

/** PNG that is there soon. */
export const QUICK_PNG = { format: 'png', compressionLevel: isNear ? 0 : 1 };

/** The first frame of a picture, with these sides and all its levels. Throws as `runRecipe` does. */
export async function makeSmaller(
  file: Blob,
  { type }: Facts,
  { width, height }: Extent,
  signal: AbortSignal,
): Promise<Blob> {
  // Both keep every sample. PNG is quicker to send, and has no floats.
  const output = type === 'f32' ? PLAIN_TIFF : QUICK_PNG;
  const steps = [{ op: 'resize', width, height, fit: 'fill' }];
  return (
    await runRecipe(
      { picture: file, recipe: { input: { pages: 1 }, steps, output }, files: new Map() },
      signal,
    )
  ).file;
}
