/** The picture that is being worked on, with a smaller copy for previews. */
import { PLAIN_TIFF } from './layers.ts';
import { LEAST_PREVIEW, previewExtent } from './preview.ts';
import { type Facts, fetchFacts, runRecipe } from './server.ts';

export interface Picture {
  readonly file: Blob;
  /** File name, for texts. */
  readonly fileName: string;
  /** The name of a sample; empty for a picture of one's own. */
  readonly sample: string;
  readonly facts: Facts;
  /** A copy of at most a megapixel, or the picture itself if it has no more. Absent for tiny pictures and animations. */
  readonly preview?: { readonly file: Blob; readonly width: number; readonly height: number };
}

type Named = Pick<Picture, 'file' | 'fileName' | 'sample'>;

/** Whether the server is this machine, so that bytes cost nothing: packing a preview takes longer than many ops. */
const isNear = /^(localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);

/** PNG that is there soon. */
export const QUICK_PNG = { format: 'png', compressionLevel: isNear ? 0 : 1 };

/**
 * Reads the header of a picture, and has the server make the smaller copy, for a stage of so many pixels. Throws
 * `Problem`.
 */
export async function openPicture(named: Named, stage: number, signal: AbortSignal): Promise<Picture> {
  const facts = await fetchFacts(named.file, signal);
  const { autoOrient, pages, type } = facts;
  const extent = previewExtent(autoOrient, stage);
  const isTiny = autoOrient.width * autoOrient.height <= LEAST_PREVIEW;
  if (isTiny || pages > 1) return { ...named, facts };
  if (extent.width === autoOrient.width) return { ...named, facts, preview: { ...extent, file: named.file } };
  const step = { op: 'resize', ...extent, fit: 'fill' };
  // Both keep every sample. PNG is quicker to send, and has no floats.
  const output = type === 'f32' ? PLAIN_TIFF : QUICK_PNG;
  const work = { picture: named.file, recipe: { steps: [step], output }, files: new Map() };
  return { ...named, facts, preview: { ...extent, file: (await runRecipe(work, signal)).file } };
}

/** Whether somebody could see the pictures of that type and format only by a choice of range. */
export function isDeep({ facts: { type } }: Picture): boolean {
  return type !== 'u8';
}
