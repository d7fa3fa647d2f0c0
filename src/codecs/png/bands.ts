import type { Image } from '../../core/image.ts';
import { adler32, adler32Zeros } from './checksums.ts';
import { FILTERS, type FilterName, filterRow } from './filter.ts';
import { PngRows, SLACK } from './rows.ts';
import { type Method, Survey } from './survey.ts';

/** What the encoder can be told; by default it chooses what suits each part of the picture. */
export interface PngOptions {
  /** Effort of zlib, 0 to 9. */
  readonly compressionLevel?: number | undefined;
  /** `true`: always filter; `false`: never. */
  readonly adaptiveFiltering?: boolean | undefined;
}

/** Some rows of the picture, each behind its filter type, and how to deflate them. */
export interface FilteredBand {
  readonly bytes: Uint8Array;
  readonly method: Method;
  /** Gives the memory back for a later band. */
  readonly release: () => void;
}

/**
 * Bytes of a band: as many as keep the pool's threads busy in small pictures, and enough in large ones that
 * the 0.1 ms that zlib takes to be set up does not count.
 */
const [LEAST_BAND, MOST_BAND, BANDS] = [1 << 16, 1 << 20, 16];

/** The picture in bands of rows, each filtered as suits it. */
export class PngBands {
  /** Checksum of all that was filtered so far. */
  adler = 1;
  readonly #image: Image;
  readonly #options: PngOptions;
  readonly #rows: PngRows;
  readonly #survey: Survey;
  readonly #rowsPerBand: number;
  readonly #free: DataView[] = [];

  constructor(image: Image, options: PngOptions) {
    this.#image = image;
    this.#options = options;
    this.#rows = new PngRows(image);
    this.#survey = new Survey(new PngRows(image));
    const stored = this.#rows.length + 1;
    const wanted = Math.min(MOST_BAND, Math.max(LEAST_BAND, (stored * image.height) / BANDS));
    this.#rowsPerBand = Math.min(image.height, Math.max(1, Math.round(wanted / stored)));
  }

  /** The row behind the band that starts at `first`. */
  endOf(first: number): number {
    return Math.min(this.#image.height, first + this.#rowsPerBand);
  }

  /** Filters the band that starts at `first`; they are to be asked for in order. */
  filter(first: number): FilteredBand {
    const rows = this.#rows;
    const end = this.endOf(first);
    const method = this.#method(first, end);
    const stored = rows.length + 1;
    const view = this.#free.pop() ?? new DataView(new ArrayBuffer(stored * this.#rowsPerBand + SLACK));
    for (let y = first; y < end; y++) this.#write(y, method.filter, view, (y - first) * stored);
    const bytes = new Uint8Array(view.buffer, 0, stored * (end - first));
    return { bytes, method, release: () => this.#free.push(view) };
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
    filterRow[filter](rows, 0, rows.length, goal, at + 1);
    this.adler = adler32(goal, at, end, this.adler);
  }

  #method(first: number, end: number): Method {
    const { compressionLevel, adaptiveFiltering } = this.#options;
    // What is stored as it is gains nothing from a filter.
    if (compressionLevel === 0 && !adaptiveFiltering)
      return { filter: 'none', coding: 'entropy', remains: 1 };
    const filtering = adaptiveFiltering === undefined ? 'any' : adaptiveFiltering ? 'some' : 'none';
    return this.#survey.choose(first, end, filtering);
  }
}
