/** Rows of a picture in the SIMD memory as planes of floats, one for each channel, padded on both sides. */
import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { IN_FLOATS } from '../simd/conversions.ts';
import type { Simd } from '../simd/simd.ts';

/** Pixels that the SIMD code computes at once; as many floats fill a cache line. */
const BLOCK = 16;

/** Columns `first` up to `end` of a picture. */
export interface ColumnRange {
  readonly first: number;
  readonly end: number;
}

/** How a row's planes lie in memory. */
export interface PlaneLayout {
  readonly channels: number;
  /** Pixels of a row. */
  readonly width: number;
  /** Floats in front of the first pixel and behind the last one, at least as many as asked for. */
  readonly before: number;
  readonly after: number;
  /** Bytes of a plane. */
  readonly stride: number;
}

/** A layout with `pad` pixels more on each side, and the room that the SIMD code reads behind them. */
export function planesFor(channels: number, width: number, pad: number): PlaneLayout {
  const before = Math.ceil(pad / BLOCK) * BLOCK;
  // An odd number of cache lines: planes of even ones would push each other out of the cache.
  const lines = Math.ceil((before + width + pad + BLOCK) / BLOCK) | 1;
  return { channels, width, before, after: lines * BLOCK - before - width, stride: lines * 4 * BLOCK };
}

/** A ring buffer of rows. Each row is made when it is first needed; `at` returns the place of its first pixel. */
export class RowRing {
  readonly #first: number;
  readonly #bytes: number;
  readonly #count: number;
  readonly #make: (row: number, at: number) => void;
  #next = 0;

  constructor(
    simd: Simd,
    count: number,
    { before, stride }: PlaneLayout,
    planes: number,
    make: (row: number, at: number) => void,
  ) {
    this.#count = count;
    this.#bytes = planes * stride;
    this.#first = simd.take(count * this.#bytes) + 4 * before;
    this.#make = make;
  }

  at(row: number): number {
    for (; this.#next <= row; this.#next++) this.#make(this.#next, this.#slot(this.#next));
    return this.#slot(row);
  }

  #slot(row: number): number {
    return this.#first + (row % this.#count) * this.#bytes;
  }
}

/** Returns a function that reads row `y` of some columns as premultiplied planes to a place. */
export function planeReader(
  simd: Simd,
  input: Image,
  { first }: ColumnRange,
  { width, before, after, stride }: PlaneLayout,
): (y: number, to: number) => void {
  const { channels, type, data } = input;
  const sample = SAMPLE_BYTES[type];
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const samples = simd.take(width * channels * sample);
  const floats = simd.take(width * channels * 4);
  return (y, to) => {
    const start = (y * input.width + first) * channels * sample;
    simd.bytes.set(bytes.subarray(start, start + width * channels * sample), samples);
    IN_FLOATS[type].load(simd, samples, width * channels, floats);
    simd.code.splitPlanes(floats, width, channels, WHITE[type], to, stride, before, after);
  };
}

/**
 * Returns a function that divides a row's sums by their weights, in the plane behind them, and stores it as row `y`.
 */
export function meanStorer(
  simd: Simd,
  output: Image,
  { first, end }: ColumnRange,
  { stride }: PlaneLayout,
): (sums: number, y: number) => void {
  const { channels, type, data } = output;
  const sample = SAMPLE_BYTES[type];
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const width = end - first;
  const floats = simd.take(width * channels * 4);
  const samples = simd.take(width * channels * sample);
  return (sums, y) => {
    simd.code.joinMeans(sums, width, channels, WHITE[type], stride, floats);
    IN_FLOATS[type].store(simd, floats, width * channels, samples);
    const row = simd.bytes.subarray(samples, samples + width * channels * sample);
    bytes.set(row, (y * output.width + first) * channels * sample);
  };
}
