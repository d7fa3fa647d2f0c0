/** Converts CMYK to RGB by interpolation in a table of its profile, with results finer than the levels of the table. */
import { LEVEL_LIMIT, roundLevel } from '../../../core/pixel.ts';
import type { ColorTable } from '../../../formats/icc/color-table.ts';
import { mixInks } from '../../../formats/icc/inks.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import type { ColorMap } from './color-map.ts';

export function inksToRgb(words: ColorTable['words'], { bits, type }: TiffPicture): ColorMap {
  const white = 2 ** bits - 1;
  const limit = LEVEL_LIMIT[type];
  const scale = limit / 255;
  return (source, from, goal, to) => {
    const color = mixInks(words, source.subarray(from, from + 4), white);
    for (let channel = 0; channel < 3; channel++) {
      goal[to + channel] = roundLevel((color[channel] as number) * scale, limit);
    }
  };
}
