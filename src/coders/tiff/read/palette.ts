/** Looks palette colours up (TIFF 6.0 section 5). The palette holds all reds, then all greens, then all blues. */
import { corrupt } from '../../../formats/checks.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { TAG } from '../../../formats/tiff/tags.ts';
import type { ColorMap } from './color-map.ts';

/** Throws `corrupt-image` for a palette that is none, and later for a number that it has no colour for. */
export function paletteToRgb({ directory, bits }: TiffPicture): ColorMap {
  const words = directory.all(TAG.colorMap, 3 * 2 ** bits);
  const size = words.length / 3;
  if (size === 0 || !Number.isInteger(size)) throw corrupt('The palette of the picture is damaged');
  // Some writers fill in levels of 8 bits; libtiff knows them by the same sign.
  const shift = words.every((word) => word < 256) ? 0 : 8;
  const levels = Uint8Array.from(words, (word) => word >> shift);
  return (source, from, goal, to) => {
    const index = source[from] as number;
    if (index >= size) throw corrupt('The palette of the picture has too few colours');
    for (let channel = 0; channel < 3; channel++) {
      goal[to + channel] = levels[channel * size + index] as number;
    }
  };
}
