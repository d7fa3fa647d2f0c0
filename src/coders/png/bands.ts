/** Filters a picture's rows in bands, each as suits it, for the PNG encoder. */
import type { Image } from '../../core/image.ts';
import { adler32, adler32Zeros } from './checksums.ts';
import type { Coded, Method } from './coding.ts';
import { FILTERS, type FilterName, filterRow } from './filter.ts';
import { bandRows } from './places.ts';
import { PngRows, SLACK } from './rows.ts';
import { Survey } from './survey.ts';

/** Options of the encoder. By default it chooses the best settings for each part of the picture. */
export interface PngOptions {
  /** Effort of zlib, 0 to 9. */
  readonly compressionLevel?: number | undefined;
  /** `true`: always filter; `false`: never. */
  readonly adaptiveFiltering?: boolean | undefined;
  /** `false` stores the samples unchanged, even if few colours would fit a palette or gray would fit fewer bits. */
  readonly palette?: boolean | undefined;
}

/** Some filtered rows of the picture, each after its filter type, and the way to deflate them. */
export interface FilteredBand {
  readonly bytes: Uint8Array;
  readonly method: Coded;
  /** False where no row is filtered. */
  readonly filtered: boolean;
  /** Gives the memory back for a later band. */
  readonly release: () => void;
}

/** A picture in bands of rows. The caller takes them in order. */
export interface Bands {
  /** Checksum of all bands so far. */
  readonly adler: number;
  /** The row after the band that starts at `first`. */
  endOf(first: number): number;
  /** The band that starts at `first`. */
  filter(first: number): FilteredBand;
}

/** Filters each band of a picture as suits it. */
export class PngBands implements Bands {
  adler = 1;
  readonly #image: Image;
  readonly #options: PngOptions;
  readonly #rows: PngRows;
  #survey: Survey | undefined;
  readonly #rowsPerBand: number;
  readonly #free: DataView[] = [];

  constructor(image: Image, options: PngOptions) {
    this.#image = image;
    this.#options = options;
    this.#rows = new PngRows(image);
    this.#rowsPerBand = bandRows(image, this.#rows.length);
  }

  endOf(first: number): number {
    return Math.min(this.#image.height, first + this.#rowsPerBand);
  }

  filter(first: number): FilteredBand & { readonly method: Method } {
    return this.filterBy(this.#method(first, this.endOf(first)), first);
  }

  /** The same by a given method. */
  filterBy(method: Method, first = 0): FilteredBand & { readonly method: Method } {
    const rows = this.#rows;
    const end = this.endOf(first);
    const stored = rows.length + 1;
    const view = this.#free.pop() ?? new DataView(new ArrayBuffer(stored * this.#rowsPerBand + SLACK));
    for (let y = first; y < end; y++) this.#write(y, method.filter, view, (y - first) * stored);
    const bytes = new Uint8Array(view.buffer, 0, stored * (end - first));
    return { bytes, method, filtered: method.filter !== 'none', release: () => this.#free.push(view) };
  }

  /** Writes row `y`, filtered. */
  #write(y: number, filter: FilterName, goal: DataView, at: number): void {
    const rows = this.#rows;
    const end = at + 1 + rows.length;
    if (filter !== 'none' && rows.repeats(y)) {
      goal.setUint8(at, FILTERS.up);
      new Uint8Array(goal.buffer).fill(0, at + 1, end);
      this.adler = adler32Zeros(rows.length, adler32(goal, at, at + 1, this.adler));
      return;
    }
    rows.read(y);
    goal.setUint8(at, FILTERS[filter]);
    filterRow(filter, rows, 0, rows.length, goal, at + 1);
    this.adler = adler32(goal, at, end, this.adler);
  }

  #method(first: number, end: number): Method {
    const { compressionLevel, adaptiveFiltering } = this.#options;
    // Rows that are stored uncompressed gain nothing from a filter.
    if (compressionLevel === 0 && !adaptiveFiltering)
      return { filter: 'none', coding: 'entropy', remains: 1 };
    const filtering = adaptiveFiltering === undefined ? 'any' : adaptiveFiltering ? 'some' : 'none';
    this.#survey ??= new Survey(new PngRows(this.#image));
    return this.#survey.choose(first, end, filtering);
  }
}
