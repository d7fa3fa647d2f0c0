/** Converts YCbCr to RGB (TIFF 6.0 section 21), by the page's coefficients and reference levels. */
import { LEVEL_LIMIT, roundLevel } from '../../../core/pixel.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { TAG } from '../../../formats/tiff/tags.ts';
import type { ColorMap } from './color-map.ts';

/** ITU-R BT.601, the standard's default. */
const COEFFICIENTS = [0.299, 0.587, 0.114] as const;

export function ycbcrToRgb({ directory, bits, type }: TiffPicture): ColorMap {
  const white = 2 ** bits - 1;
  const middle = 2 ** (bits - 1);
  const given = directory.fractions(TAG.ycbcrCoefficients, 3);
  const [red, green, blue] = (given && given[1] !== 0 ? given : COEFFICIENTS) as [number, number, number];
  const usual = [0, white, middle, white, middle, white];
  const reference = directory.fractions(TAG.referenceBlackWhite, 6) ?? usual;
  const scaleOf = (channel: number, range: number) => {
    const [low = 0, high = 0] = reference.slice(2 * channel);
    return { low, scale: high === low ? 1 : range / (high - low) };
  };
  const [luma, first, second] = [scaleOf(0, white), scaleOf(1, middle - 1), scaleOf(2, middle - 1)];
  const limit = LEVEL_LIMIT[type];
  return (source, from, goal, to) => {
    const y = ((source[from] as number) - luma.low) * luma.scale;
    const cb = ((source[from + 1] as number) - first.low) * first.scale;
    const cr = ((source[from + 2] as number) - second.low) * second.scale;
    const r = y + cr * (2 - 2 * red);
    const b = y + cb * (2 - 2 * blue);
    goal[to] = roundLevel(r, limit);
    goal[to + 1] = roundLevel((y - red * r - blue * b) / green, limit);
    goal[to + 2] = roundLevel(b, limit);
  };
}
