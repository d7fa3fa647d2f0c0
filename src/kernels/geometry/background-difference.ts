/** Marks the pixels of a row that differ from a background, for the bounding box of `trim`. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';

/** The background, and how far a pixel must differ from it to be content. */
export interface Background {
  /** Red, green, blue and alpha in the pixel type's levels. */
  readonly background: readonly number[];
  /** Levels by which a sample may differ from it. */
  readonly threshold: number;
  /** Whether a single pixel counts. Otherwise the median of its 3 x 3 window counts, with the edges repeated. */
  readonly single: boolean;
}

/** One channel: where it lies in a pixel, and the levels between which it is background. */
interface ChannelRange {
  readonly offset: number;
  readonly background: number;
  readonly low: number;
  readonly high: number;
  /** Added to a pixel's mark where the sample is above `high`; 16 times as much where it is below `low`. */
  readonly unit: number;
}

/** Marks pixels `from` up to `to` of row `y`, pixel x at index x + 1. Returns whether any pixel differs. */
type MarkRow = (y: number, from: number, to: number, marks: Int32Array) => boolean;

/** Returns a function that fills in the marks of a part of a row. */
export function contentMarker(image: Image, contrast: Background): MarkRow {
  const ranges = channelRanges(image, contrast);
  const { channels } = image;
  return (y, from, to, marks) => {
    marks.fill(0, from + 1, to + 1);
    let any = false;
    for (const range of ranges) {
      const flattened = hasAlpha(channels) && range.offset < channels - 1;
      any = (flattened ? markFlattened : markStored)(image, range, y, from, to, marks) || any;
    }
    return any;
  };
}

/** Compares a channel as it is stored. NaN fails both comparisons and counts as above. */
function markStored(
  { data, width, channels }: Image,
  { offset, low, high, unit }: ChannelRange,
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

/** Compares a colour of a picture with alpha: laid over the background first, and rounded. */
function markFlattened(
  { data, width, channels, type }: Image,
  { offset, background, low, high, unit }: ChannelRange,
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

/**
 * The channels to compare. A gray picture is compared with red, green and blue of the background, or once if these
 * are equal.
 */
function channelRanges({ channels }: Image, { background, threshold }: Background): ChannelRange[] {
  const [red, green, blue, alpha] = background;
  const gray = channels < 3;
  const offsets = gray ? [0, 0, 0] : [0, 1, 2];
  const levels = [red, green, blue] as number[];
  if (gray && red === green && green === blue) levels.length = 1;
  const ranges = levels.map((level, index) => ({ level, offset: offsets[index] as number }));
  if (hasAlpha(channels)) ranges.push({ level: alpha as number, offset: channels - 1 });
  return ranges.map(({ level, offset }, index) => ({
    offset,
    background: level,
    low: level - threshold,
    high: level + threshold,
    unit: 256 ** index,
  }));
}
