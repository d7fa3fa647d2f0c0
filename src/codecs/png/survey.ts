import { entropyCost, MatchCounter, runsCost, valueCount } from './cost.ts';
import { type FilterName, filterRow } from './filter.ts';
import { type PngRows, SLACK } from './rows.ts';

/**
 * What deflate looks for: nothing, bytes that repeat the one before, or any repetition. Photos hardly gain
 * by more than the second, text and graphics need the third.
 */
export type Coding = 'entropy' | 'runs' | 'matches';

/** How a band is filtered and coded. */
export interface Method {
  readonly filter: FilterName;
  readonly coding: Coding;
  /** What is about to be left of it: a fraction. */
  readonly remains: number;
}

/** Places of a band that are looked at, bytes of each, and bytes before each that may be copied. */
const [PLACES, PLACE, HISTORY] = [4, 2048, 16_384];

/** In the order in which they are taken when equal: the quicker ones first. */
const CANDIDATES = ['up', 'sub', 'average', 'paeth'] as const;

type Candidate = (typeof CANDIDATES)[number];

/**
 * What deflate leaves of the counter's quick estimate: 0.7 to 0.8 for text, as little as 0.45 where there are
 * few levels, whose longest repetition is hard to find. Estimated rather too high, as searching is slow.
 */
const FOUND = { many: 0.85, few: 0.6 } as const;

/** Levels up to which a picture is drawn in few. */
const FEW = 16;

/** What must be gained to call one estimate better than another. */
const GAIN = 0.95;

/** Part of a band: some columns of one row, or whole rows. */
interface Place {
  readonly row: number;
  readonly rows: number;
  readonly from: number;
  readonly width: number;
}

interface Sample {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

function makeSample(): Sample {
  const bytes = new Uint8Array(PLACES * PLACE + SLACK);
  return { bytes, view: new DataView(bytes.buffer) };
}

/** Looks at samples of a picture's bands to tell how each is best filtered and coded. */
export class Survey {
  readonly #rows: PngRows;
  readonly #none = makeSample();
  readonly #filtered = { up: makeSample(), sub: makeSample(), average: makeSample(), paeth: makeSample() };

  /** `rows` are moved about. */
  constructor(rows: PngRows) {
    this.#rows = rows;
  }

  /** How to write rows `first` to `end`: with any filter, with some, or with none. */
  choose(first: number, end: number, filtering: 'any' | 'some' | 'none' = 'any'): Method {
    const places = this.#places(first, end);
    if (filtering === 'none') return this.#raw(places);
    const length = this.#filter(places);
    const { filter, sum } = this.#bestFilter(length);
    // Nothing left but zeros.
    if (sum === 0) return { filter, coding: 'runs', remains: 0 };
    const { bytes, view } = this.#filtered[filter];
    const matches = new MatchCounter();
    matches.add(view, 0, 0, length);
    const filtered = { filter, ...codingOf(bytes, length, matches.cost) };
    if (filtering === 'some') return filtered;
    const raw = this.#raw(places);
    return raw.remains > filtered.remains * GAIN ? filtered : raw;
  }

  /** Where to look: all over the band, at other columns in each; in whole rows where they are short. */
  #places(first: number, end: number): Place[] {
    const { length } = this.#rows;
    const width = Math.min(length, PLACE);
    const rows = Math.min(end - first, Math.floor(PLACE / width));
    const count = Math.min(PLACES, Math.floor((end - first) / rows));
    return Array.from({ length: count }, (_, index) => {
      const row = first + Math.round(((index + 0.5) * (end - first - rows)) / count);
      // The golden ratio spreads any number of places evenly.
      const from = Math.floor((((first + index) * 0.618) % 1) * (length - width + 1));
      return { row, rows, from, width };
    });
  }

  /** How to write without a filter: all that came before in the picture may be copied. */
  #raw(places: readonly Place[]): Method {
    const samples = this.#rows.samples;
    const { bytes } = this.#none;
    const matches = new MatchCounter();
    let length = 0;
    for (const { row, rows, from, width } of places) {
      const start = row * this.#rows.length + from;
      const end = start + rows * width;
      bytes.set(new Uint8Array(samples.buffer, samples.byteOffset + start, end - start), length);
      matches.add(samples, Math.max(0, start - HISTORY), start, end);
      length += end - start;
    }
    const few = valueCount(bytes, length) <= FEW;
    const entropy = entropyCost(bytes, length);
    const left = few ? FOUND.few : matches.cost < entropy * GAIN ? FOUND.many : 1;
    const { coding, remains } = codingOf(bytes, length, matches.cost * left, entropy);
    // What does best without a filter is drawn, not photographed: it repeats more than one byte.
    return { filter: 'none', coding: coding === 'runs' ? 'matches' : coding, remains };
  }

  /** Fills the samples of all filters; returns their bytes. */
  #filter(places: readonly Place[]): number {
    const rows = this.#rows;
    let at = 0;
    for (const { row, rows: count, from, width } of places) {
      rows.seek(row);
      for (let y = row; y < row + count; y++, at += width) {
        rows.read(y);
        for (const name of CANDIDATES) filterRow[name](rows, from, width, this.#filtered[name].view, at);
      }
    }
    return at;
  }

  /** The filter with the smallest sum of absolute values, as PNG (3rd edition) 12.7 has it. */
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

/** The coding that leaves least. */
function codingOf(
  bytes: Uint8Array,
  length: number,
  matches: number,
  entropy = entropyCost(bytes, length),
): Omit<Method, 'filter'> {
  const runs = runsCost(bytes, length);
  const cost = Math.min(entropy, runs, matches);
  // Searching takes several times as long.
  const coding = matches < Math.min(entropy, runs) * GAIN ? 'matches' : runs < entropy ? 'runs' : 'entropy';
  return { coding, remains: cost / (8 * length) };
}

function absoluteSum(bytes: Uint8Array, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += Math.abs(((bytes[at] as number) << 24) >> 24);
  return sum;
}
