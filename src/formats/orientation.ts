import type { Extent } from '../core/image.ts';

/** Whether an EXIF orientation swaps width and height. */
function swapsSides(orientation: number): boolean {
  return orientation >= 5;
}

/** The extent of a picture after it is turned upright. */
export function uprightExtent({ width, height }: Extent, orientation: number): Extent {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}
