import type { Image } from '../../core/image.ts';
import { SAMPLE_BYTES, WHITE } from '../../core/pixel.ts';
import { IN_FLOATS } from '../simd/conversions.ts';
import type { Simd } from '../simd/simd.ts';

/** The SIMD code works in so many pixels, and so many floats are a cache line. */
const BLOCK = 16;

/** Columns of a picture that are worked at once, from `first` up to `end`. */
export interface Columns {
  readonly first: number;
  readonly end: number;
}

/** How rows lie in the SIMD code's memory: a plane of floats for each channel. */
export interface Planes {
  readonly channels: number;
  /** Pixels of a row. */
  readonly width: number;
  /** Floats in front of the first pixel and behind the last one; at least as many as was asked for. */
  readonly before: number;
  readonly after: number;
  /** Bytes of a plane. */
  readonly stride: number;
}

/** Planes with `pad` pixels more on each side, and what the SIMD code reads behind them. */
export function planesFor(channels: number, width: number, pad: number): Planes {
  const before = Math.ceil(pad / BLOCK) * BLOCK;
  // An odd number of cache lines: planes of even ones would push each other out of the cache.
  const lines = Math.ceil((before + width + pad + BLOCK) / BLOCK) | 1;
  return { channels, width, before, after: lines * BLOCK - before - width, stride: lines * 4 * BLOCK };
}

/** Rows in a ring, each made when it is first needed; places are those of their first pixels. */
export class Ring {
  readonly #first: number;
  readonly #bytes: number;
  readonly #count: number;
  readonly #make: (row: number, at: number) => void;
  #next = 0;

  constructor(
    simd: Simd,
    count: number,
    { before, stride }: Planes,
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

/** Reads columns of a picture as planes, premultiplied, from row `y` to a place. */
export function planeReader(
  simd: Simd,
  input: Image,
  { first }: Columns,
  { width, before, after, stride }: Planes,
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

/** Stores sums of as many pixels as there are columns, and the weights in the plane behind them, as row `y`. */
export function meanWriter(
  simd: Simd,
  output: Image,
  { first, end }: Columns,
  { stride }: Planes,
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
