/** Takes pictures whose rows are filtered already, such as by the GPU. */
import type { Shape } from '../../core/image.ts';
import { SAMPLE_BYTES } from '../../core/pixel.ts';
import type { Bands, FilteredBand, PngOptions } from './bands.ts';
import { adler32, adler32Summed } from './checksums.ts';
import { type Coded, codingOf, codingOfRaw, GAIN } from './coding.ts';
import { MatchCounter } from './cost.ts';
import { bandRows, PLACES_BYTES, type Place, placesIn, type Stretch, stretchOf } from './places.ts';
import { unfilterRows } from './unfilter.ts';

/** A picture with filtered rows, ready to be deflated. */
export interface FilteredPicture extends Shape {
  /** Each row after its filter type. The first row of each band is filtered without the row above. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Two sums of Adler-32 for each chunk of bytes, as in `adler32Summed`. */
  readonly sums: Uint32Array;
  /** The unfiltered samples of `stretchesOf`, in its order. They show whether filtering paid. */
  readonly samples: readonly Uint8Array[];
}

/** Bytes of a row's samples. */
export function rowBytes({ width, channels, type }: Shape): number {
  return width * channels * SAMPLE_BYTES[type];
}

/** Bytes of all rows with their filter types. */
export function filteredBytes(shape: Shape): number {
  return shape.height * (rowBytes(shape) + 1);
}

/** The samples to keep unfiltered: some of each band, with the samples before them. */
export function stretchesOf(shape: Shape): Stretch[] {
  const length = rowBytes(shape);
  const rows = bandRows(shape, length);
  const stretches: Stretch[] = [];
  for (let first = 0; first < shape.height; first += rows) {
    const places = placesIn(length, first, Math.min(shape.height, first + rows));
    stretches.push(...places.map((place) => stretchOf(place, length)));
  }
  return stretches;
}

/** Bands of an already filtered picture. A band that compresses better unfiltered is turned back. */
export class FilteredBands implements Bands {
  readonly #picture: FilteredPicture;
  readonly #options: PngOptions;
  readonly #length: number;
  readonly #rows: number;
  readonly #view: DataView<ArrayBuffer>;
  readonly #sample = new Uint8Array(PLACES_BYTES);
  #samples: readonly Uint8Array[];
  #adler = 1;
  /** End of the bytes that the checksum covers. */
  #summed = 0;

  constructor(picture: FilteredPicture, options: PngOptions) {
    const { bytes, samples } = picture;
    this.#picture = picture;
    this.#options = options;
    this.#length = rowBytes(picture);
    this.#rows = bandRows(picture, this.#length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#samples = samples;
  }

  get adler(): number {
    return this.#sumTo(this.#picture.bytes.length);
  }

  endOf(first: number): number {
    return Math.min(this.#picture.height, first + this.#rows);
  }

  filter(first: number): FilteredBand {
    const stored = this.#length + 1;
    const [start, end] = [first * stored, this.endOf(first) * stored];
    const bytes = this.#picture.bytes.subarray(start, end);
    const places = placesIn(this.#length, first, this.endOf(first));
    const filtered = this.#filtered(places);
    const raw = filtered.remains > 0 && !this.#options.adaptiveFiltering ? this.#raw(places) : undefined;
    this.#samples = this.#samples.slice(places.length);
    if (!raw || raw.remains > filtered.remains * GAIN) {
      return { bytes, method: filtered, filtered: true, release: () => {} };
    }
    return { bytes: this.#turnBack(bytes, start, end), method: raw, filtered: false, release: () => {} };
  }

  /** Undoes a band's filters, which changes the checksum. */
  #turnBack(bytes: Uint8Array, start: number, end: number): Uint8Array {
    const { channels, type } = this.#picture;
    const rows = unfilterRows(bytes, this.#length + 1, channels * SAMPLE_BYTES[type]);
    this.#adler = adler32(new DataView(rows.buffer), 0, rows.length, this.#sumTo(start));
    this.#summed = end;
    return rows;
  }

  #sumTo(end: number): number {
    this.#adler = adler32Summed(this.#view, this.#picture.sums, this.#summed, end, this.#adler);
    this.#summed = end;
    return this.#adler;
  }

  /** How to code the filtered bytes. */
  #filtered(places: readonly Place[]): Coded {
    const sample = this.#sample;
    let length = 0;
    for (const { row, rows, from, width } of places) {
      for (let y = row; y < row + rows; y++, length += width) {
        const start = y * (this.#length + 1) + 1 + from;
        sample.set(this.#picture.bytes.subarray(start, start + width), length);
      }
    }
    // Nothing left but zeros.
    if (sample.subarray(0, length).every((byte) => byte === 0)) return { coding: 'runs', remains: 0 };
    const matches = new MatchCounter();
    matches.add(new DataView(sample.buffer), 0, 0, length);
    return codingOf(sample, length, matches.cost);
  }

  /** How to write without a filter: all that came before in the picture may be copied. */
  #raw(places: readonly Place[]): Coded {
    const sample = this.#sample;
    const matches = new MatchCounter();
    let length = 0;
    for (const [index, place] of places.entries()) {
      const { first, start, end } = stretchOf(place, this.#length);
      const samples = this.#samples[index] as Uint8Array;
      sample.set(samples.subarray(start - first), length);
      const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
      matches.add(view, 0, start - first, end - first);
      length += end - start;
    }
    return codingOfRaw(sample, length, matches.cost);
  }
}
