/** Extents as other servers fit them into a picture that they do not enlarge. */
import type { Extent } from '../../core/image.ts';

/** Shrinks an area until it fits the picture, and keeps its proportions. */
export function shrinkInto({ width, height }: Extent, picture: Extent): Extent {
  const ratio = width / height;
  let fitted = { width, height };
  if (width > picture.width) fitted = { width: picture.width, height: Math.round(picture.width / ratio) };
  if (fitted.height > picture.height) {
    fitted = { width: Math.round(picture.height * ratio), height: picture.height };
  }
  return { width: Math.max(1, fitted.width), height: Math.max(1, fitted.height) };
}
