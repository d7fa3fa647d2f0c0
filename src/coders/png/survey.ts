/** Samples a picture to choose a filter and a coding for each band. */
import { codingOf, codingOfRaw, GAIN, type Method } from './coding.ts';
import { MatchCounter } from './cost.ts';
import { filterRow } from './filter.ts';
import { PLACES_BYTES, type Place, placesIn, stretchOf } from './places.ts';
import { type PngRows, SLACK } from './rows.ts';

/** Filters to try, the faster ones first. On a tie the first wins. */
const CANDIDATES = ['up', 'sub', 'average', 'paeth'] as const;

type Candidate = (typeof CANDIDATES)[number];

interface Sample {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function makeSample(): Sample {
  const bytes = new Uint8Array(PLACES_BYTES + SLACK);
  return { bytes, view: new DataView(bytes.buffer) };
}

/** Looks at samples of each band, to decide how to filter and code it. */
export class Survey {
  readonly #rows: PngRows;
  readonly #none = makeSample();
  readonly #filtered = { up: makeSample(), sub: makeSample(), average: makeSample(), paeth: makeSample() };

  /** Changes the position of `rows`. */
  constructor(rows: PngRows) {
    this.#rows = rows;
  }

  /** Decides for rows `first` to `end`: with any filter, with some filter, or with none. */
  choose(first: number, end: number, filtering: 'any' | 'some' | 'none' = 'any'): Method {
    const places = placesIn(this.#rows.length, first, end);
    if (filtering === 'none') return this.#raw(places);
    const length = this.#filter(places);
    const { filter, sum } = this.#bestFilter(length);
    // The filter leaves only zeros.
    if (sum === 0) return { filter, coding: 'runs', remains: 0 };
    const { bytes, view } = this.#filtered[filter];
    const matches = new MatchCounter();
    matches.add(view, 0, 0, length);
    const filtered = { filter, ...codingOf(bytes, length, matches.cost) };
    if (filtering === 'some') return filtered;
    const raw = this.#raw(places);
    return raw.remains > filtered.remains * GAIN ? filtered : raw;
  }

  /** Coding without a filter. Everything earlier in the picture may be copied. */
  #raw(places: readonly Place[]): Method {
    const samples = this.#rows.samples;
    const { bytes } = this.#none;
    const matches = new MatchCounter();
    let length = 0;
    for (const place of places) {
      const { first, start, end } = stretchOf(place, this.#rows.length);
      bytes.set(new Uint8Array(samples.buffer, samples.byteOffset + start, end - start), length);
      matches.add(samples, first, start, end);
      length += end - start;
    }
    return { filter: 'none', ...codingOfRaw(bytes, length, matches.cost) };
  }

  /** Filters the samples with every candidate. Returns their bytes. */
  #filter(places: readonly Place[]): number {
    const rows = this.#rows;
    let at = 0;
    for (const { row, rows: count, from, width } of places) {
      rows.seek(row);
      for (let y = row; y < row + count; y++, at += width) {
        rows.read(y);
        for (const name of CANDIDATES) filterRow(name, rows, from, width, this.#filtered[name].view, at);
      }
    }
    return at;
  }

  /** The filter with the smallest sum of absolute values (PNG 3rd edition, section 12.7). */
  #bestFilter(length: number): { filter: Candidate; sum: number } {
    let best: { filter: Candidate; sum: number } = { filter: 'up', sum: Infinity };
    for (const filter of CANDIDATES) {
      const sum = absoluteSum(this.#filtered[filter].bytes, length);
      if (sum < best.sum) best = { filter, sum };
      if (sum === 0) break;
    }
    return best;
  }
}

function absoluteSum(bytes: Uint8Array, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += Math.abs(((bytes[at] as number) << 24) >> 24);
  return sum;
}
