/** The picture that is being worked on, with a smaller copy for previews. */
import { LEAST_PREVIEW, previewExtent } from './preview.ts';
import { type Facts, fetchFacts } from './server.ts';
import { makeSmaller } from './smaller.ts';

export interface Picture {
  readonly file: Blob;
  /** File name, for texts. */
  readonly fileName: string;
  /** The name of a sample; empty for a picture of one's own. */
  readonly sample: string;
  readonly facts: Facts;
  /** A still of at most a megapixel, or the picture itself if it is one. Absent for tiny stills, which need none. */
  readonly preview?: { readonly file: Blob; readonly width: number; readonly height: number };
}

type Named = Pick<Picture, 'file' | 'fileName' | 'sample'>;

/**
 * Reads the header of a picture, and has the server make the smaller copy, for a stage of so many pixels. Throws
 * `Problem`.
 */
export async function openPicture(named: Named, stage: number, signal: AbortSignal): Promise<Picture> {
  const facts = await fetchFacts(named.file, signal);
  const { autoOrient, pages } = facts;
  const extent = previewExtent(autoOrient, stage);
  if (pages === 1) {
    if (autoOrient.width * autoOrient.height <= LEAST_PREVIEW) return { ...named, facts };
    if (extent.width === autoOrient.width)
      return { ...named, facts, preview: { ...extent, file: named.file } };
  }
  return {
    ...named,
    facts,
    preview: { ...extent, file: await makeSmaller(named.file, facts, extent, signal) },
  };
}

/** Whether somebody could see the pictures of that type and format only by a choice of range. */
export function isDeep({ facts: { type } }: Picture): boolean {
  return type !== 'u8';
}
