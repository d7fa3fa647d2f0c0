/** Qualities that look alike: one number means the same look in each format that `auto` may choose. */
import type { FormatName } from '../formats/format.ts';

/** The quality of a recipe that names none: sharp's for JPEG. */
export const DEFAULT_LOOK = 80;

/**
 * Qualities of JPEG, and those of WebP and AVIF with the same structural similarity to the photo: medians of
 * `npm run bench look`. AVIF is that of effort 2.
 */
export const ALIKE = {
  jpeg: [1, 10, 20, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 100],
  webp: [1, 4, 19, 35, 49, 61, 69, 77, 79, 82, 86, 90, 96, 100],
  avif: [1, 18, 34, 41, 46, 49, 53, 58, 61, 65, 69, 79, 89, 99],
} as const;

/** The quality of a format that looks as `look` does in JPEG, both 1 to 100. */
export function qualityFor(format: FormatName, look: number): number {
  const scale = format === 'webp' || format === 'avif' ? ALIKE[format] : ALIKE.jpeg;
  const at = Math.max(
    1,
    ALIKE.jpeg.findIndex((quality) => quality >= look),
  );
  const [from, to] = [ALIKE.jpeg[at - 1] as number, ALIKE.jpeg[at] as number];
  const [low, high] = [scale[at - 1] as number, scale[at] as number];
  return Math.round(low + ((high - low) * (look - from)) / (to - from));
}
