/** The picture that is being worked on, with a smaller copy for previews. */
import { previewExtent } from './preview.ts';
import { type Facts, fetchFacts, runRecipe } from './server.ts';

export interface Picture {
  readonly file: Blob;
  /** File name, for texts. */
  readonly fileName: string;
  /** The name of a sample; empty for a picture of one's own. */
  readonly sample: string;
  readonly facts: Facts;
  /** A copy of at most a megapixel. Absent for small pictures and for animations. */
  readonly preview?: { readonly file: Blob; readonly width: number; readonly height: number };
}

type Named = Pick<Picture, 'file' | 'fileName' | 'sample'>;

/** PNG that is made quickly. */
export const QUICK_PNG = { format: 'png', compressionLevel: 1 };

/**
 * Reads the header of a picture, and has the server make the smaller copy, for a stage of so many pixels. Throws
 * `Problem`.
 */
export async function openPicture(named: Named, stage: number, signal: AbortSignal): Promise<Picture> {
  const facts = await fetchFacts(named.file, signal);
  const { autoOrient, pages, type } = facts;
  const extent = previewExtent(autoOrient, stage);
  if (extent.width === autoOrient.width || pages > 1) return { ...named, facts };
  const step = { op: 'resize', ...extent, fit: 'fill' };
  // Both keep every sample. PNG is quicker to send, and has no floats.
  const output = type === 'f32' ? { format: 'tiff' } : QUICK_PNG;
  const work = { picture: named.file, recipe: { steps: [step], output }, files: new Map() };
  return { ...named, facts, preview: { ...extent, file: (await runRecipe(work, signal)).file } };
}

/** Whether somebody could see the pictures of that type and format only by a choice of range. */
export function isDeep({ facts: { type } }: Picture): boolean {
  return type !== 'u8';
}
