/** Converts the numbers of a picture to another kind of sample. Integers are rounded and kept within their range. */
import { hasAlpha, type Image } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { TiffSampleFormat } from '../../formats/tiff/sample-format.ts';
import { type InPieces, inPieces } from '../pauses.ts';

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Samples of any kind that a TIFF holds here. */
export type Numbers =
  | (Uint8Array | Int8Array | Uint16Array | Int16Array)
  | (Uint32Array | Int32Array | Float32Array | Float64Array);

/** The kind of sample of a picture in memory. */
export const OWN_FORMAT = { u8: 'uint8', u16: 'uint16', f32: 'float32' } as const;

/**
 * The same numbers, with the extra band, if any, after the colours. Numbers out of range become the nearest end of
 * the range, and NaN becomes 0. Alpha is scaled, so that the opacity stays.
 */
export function* numbersOf(image: Image, format: TiffSampleFormat): InPieces<Numbers> {
  const { channels, type, data, extra } = image;
  if (!extra && format === OWN_FORMAT[type]) return data;
  const stride = channels + (extra ? 1 : 0);
  const pixels = data.length / channels;
  const goal = new ARRAYS[format](pixels * stride);
  const range = rangeOf(format);
  const alpha = hasAlpha(channels) ? channels - 1 : -1;
  const scale = (range?.high ?? 1) / WHITE[type];
  const put = (start: number, end: number) => {
    for (let pixel = start; pixel < end; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = data[pixel * channels + channel] as number;
        goal[pixel * stride + channel] = within(channel === alpha ? value * scale : value, range);
      }
      if (extra) goal[pixel * stride + channels] = within(extra.data[pixel] as number, range);
    }
  };
  yield* inPieces(pixels, stride, put);
  return goal;
}

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Undefined for floats, which hold all that comes. */
function rangeOf(format: TiffSampleFormat): Range | undefined {
  if (format.startsWith('float')) return undefined;
  const values = 2 ** (8 * ARRAYS[format].BYTES_PER_ELEMENT);
  return format.startsWith('u') ? { low: 0, high: values - 1 } : { low: -values / 2, high: values / 2 - 1 };
}

function within(value: number, range: Range | undefined): number {
  if (!range) return value;
  const rounded = Math.floor(value + 0.5);
  return Number.isNaN(rounded) ? 0 : Math.min(range.high, Math.max(range.low, rounded));
}
