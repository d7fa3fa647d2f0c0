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

/**
 * Takes the bytes of a file, since the file itself may be changed or deleted while somebody plays. Throws an error for one
 * that cannot be read, as folders that are dropped cannot.
 */
export async function takeFile(file: File): Promise<Blob> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new Error(`${file.name} cannot be read. A folder is no picture; drop a file.`);
  });
  if (bytes.byteLength === 0) throw new Error(`${file.name} is empty.`);
  return new Blob([bytes], { type: file.type });
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

/** Whether the browser shows the file as the server reads it. Browsers do not turn a WebP as its EXIF says. */
export function isShown(picture: Picture): boolean {
  const { format, orientation } = picture.facts;
  return !isDeep(picture) && (format !== 'webp' || orientation === 1);
}
