import { hasAlpha, type Image } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';

/** What tells content from background. */
export interface Contrast {
  /** Red, green, blue and alpha in the pixel type's levels. */
  readonly background: readonly number[];
  /** Levels by which a sample may differ from it. */
  readonly threshold: number;
  /** Whether single pixels count. Otherwise the median of 3 x 3 does, with the picture's edges repeated. */
  readonly single: boolean;
}

/** A sample of each pixel, and the levels between which it is background. */
interface Band {
  readonly offset: number;
  readonly background: number;
  readonly low: number;
  readonly high: number;
  /** Added to a pixel's mark where the sample is above; 16 times as much where it is below. */
  readonly unit: number;
}

/** Marks a row's pixels `from` up to `to`, in places from 1 on, and says whether any differ. */
type MarkRow = (y: number, from: number, to: number, marks: Int32Array) => boolean;

/** Fills in the marks of some pixels of a row, and says whether any differs. */
export function rowMarker(image: Image, contrast: Contrast): MarkRow {
  const bands = bandsOf(image, contrast);
  const { channels } = image;
  return (y, from, to, marks) => {
    marks.fill(0, from + 1, to + 1);
    let any = false;
    for (const band of bands) {
      const flattened = hasAlpha(channels) && band.offset < channels - 1;
      any = (flattened ? markFlattened : markStored)(image, band, y, from, to, marks) || any;
    }
    return any;
  };
}

/** NaN is neither at most `high` nor anything else, and counts as above. */
function markStored(
  { data, width, channels }: Image,
  { offset, low, high, unit }: Band,
  y: number,
  from: number,
  to: number,
  marks: Int32Array,
): boolean {
  let any = false;
  let at = (y * width + from) * channels + offset;
  for (let x = from + 1; x <= to; x++) {
    const sample = data[at] as number;
    at += channels;
    if (sample >= low && sample <= high) continue;
    any = true;
    marks[x] = (marks[x] as number) + (sample < low ? 16 * unit : unit);
  }
  return any;
}

/** The same for a colour that is laid over the background first, and rounded. */
function markFlattened(
  { data, width, channels, type }: Image,
  { offset, background, low, high, unit }: Band,
  y: number,
  from: number,
  to: number,
  marks: Int32Array,
): boolean {
  const [white, limit] = [WHITE[type], LEVEL_LIMIT[type]];
  let any = false;
  let at = (y * width + from) * channels;
  for (let x = from + 1; x <= to; x++) {
    const color = data[at + offset] as number;
    const alpha = data[at + channels - 1] as number;
    at += channels;
    if (!(alpha > 0)) continue;
    const sample = roundLevel(background + ((color - background) * alpha) / white, limit);
    if (sample >= low && sample <= high) continue;
    any = true;
    marks[x] = (marks[x] as number) + (sample < low ? 16 * unit : unit);
  }
  return any;
}

/** Gray stands for three equal colours, of which one is enough where those of the background are equal. */
function bandsOf({ channels }: Image, { background, threshold }: Contrast): Band[] {
  const [red, green, blue, alpha] = background;
  const gray = channels < 3;
  const offsets = gray ? [0, 0, 0] : [0, 1, 2];
  const levels = [red, green, blue] as number[];
  if (gray && red === green && green === blue) levels.length = 1;
  const bands = levels.map((level, index) => ({ level, offset: offsets[index] as number }));
  if (hasAlpha(channels)) bands.push({ level: alpha as number, offset: channels - 1 });
  return bands.map(({ level, offset }, index) => ({
    offset,
    background: level,
    low: level - threshold,
    high: level + threshold,
    unit: 256 ** index,
  }));
}
