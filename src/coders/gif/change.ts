/** Finds what changes between two frames of an animation. */
import type { Extent } from '../../core/image.ts';
import type { Crop } from '../../formats/format.ts';
import { type InPieces, inPieces } from '../pauses.ts';

export interface Change {
  /** The smallest rectangle in which the frames differ; one pixel when they are equal. */
  readonly place: Crop;
  /** Whether a pixel becomes transparent. */
  readonly uncovers: boolean;
}

/** Compares pixels as `maskedPixels` gives them. */
export function* findChange(
  before: Uint8Array,
  pixels: Uint8Array,
  { width, height }: Extent,
): InPieces<Change> {
  const [old, now] = [new Uint32Array(before.buffer), new Uint32Array(pixels.buffer)];
  let [left, right, top, bottom, uncovers] = [width, 0, height, 0, false];
  yield* inPieces(height, width, (first, end) => {
    for (let y = first; y < end; y++) {
      for (let x = 0, at = y * width; x < width; x++, at++) {
        if (old[at] === now[at]) continue;
        uncovers ||= now[at] === 0;
        left = Math.min(left, x);
        right = Math.max(right, x + 1);
        top = Math.min(top, y);
        bottom = y + 1;
      }
    }
  });
  if (bottom === 0) return { place: { left: 0, top: 0, width: 1, height: 1 }, uncovers };
  return { place: { left, top, width: right - left, height: bottom - top }, uncovers };
}
