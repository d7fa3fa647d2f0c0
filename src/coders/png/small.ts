/**
 * Packs the rows of a small picture in all ways that may be the shortest, at once and in this thread: trips to other threads,
 * and a survey of the picture, would take longer than these trials.
 */
import { endianness } from 'node:os';
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import { Simd } from '../../kernels/simd/simd.ts';
import type { PngOptions } from './bands.ts';
import type { Coding } from './coding.ts';
import { deflateHere } from './deflate.ts';
import { FILTERS } from './filter.ts';
import type { PixelData } from './writer.ts';

/** The level of the longest search. */
export const BEST = 9;

/** Filters to try, the faster ones first. On a tie of their sums the first wins. */
const CANDIDATES = [FILTERS.up, FILTERS.sub, FILTERS.average, FILTERS.paeth];

/**
 * Searches for repetitions without a filter, and for runs and for repetitions with the filter of the smallest sum of absolute
 * values (PNG 3rd edition, section 12.7).
 */
export function packSmall(rows: Image, { adaptiveFiltering }: PngOptions): PixelData[] {
  return Simd.run((simd) => {
    const padded = pad(simd, rows);
    const none =
      adaptiveFiltering === true ? [] : [pack(simd, write(simd, padded, FILTERS.none), ['matches'])];
    const some = adaptiveFiltering === false ? [] : [pack(simd, filtered(simd, padded), ['runs', 'matches'])];
    return [...some, ...none].flat();
  });
}

/** Rows in the memory of the SIMD code, as `padRows` leaves them. */
interface Padded {
  readonly place: number;
  readonly height: number;
  readonly length: number;
  readonly step: number;
}

function pad(simd: Simd, { width, height, channels, type, data }: Image): Padded {
  const step = channels * SAMPLE_BYTES[type];
  const length = width * step;
  const from = simd.take(height * length);
  const samples = simd.bytes.subarray(from, from + height * length);
  samples.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  // PNG has the high byte first.
  if (type === 'u16' && endianness() === 'LE') Buffer.from(samples.buffer, from, samples.length).swap16();
  const place = simd.take((height + 1) * (step + length));
  simd.code.padRows(from, height, length, step, place);
  return { place, height, length, step };
}

/** Filtered rows, in the memory of the SIMD code. */
interface Written {
  readonly filter: number;
  readonly place: number;
  readonly count: number;
  /** Sum of absolute values. */
  readonly sum: number;
}

function write(simd: Simd, { place: from, height, length, step }: Padded, filter: number): Written {
  const count = height * (length + 1);
  const place = simd.take(count);
  return { filter, place, count, sum: simd.code.filterRows(filter, from, height, length, step, place) };
}

function filtered(simd: Simd, padded: Padded): Written {
  const all = CANDIDATES.map((filter) => write(simd, padded, filter));
  return all.reduce((best, one) => (one.sum < best.sum ? one : best));
}

function pack(simd: Simd, { filter, place, count }: Written, codings: readonly Coding[]): PixelData[] {
  const adler = simd.code.adler32(place, count, 1) >>> 0;
  const bytes = simd.bytes.subarray(place, place + count);
  return codings.map((coding) => {
    const level = coding === 'matches' ? BEST : undefined;
    return { parts: [deflateHere(bytes, { coding, remains: 1 }, filter !== FILTERS.none, level)], adler };
  });
}
