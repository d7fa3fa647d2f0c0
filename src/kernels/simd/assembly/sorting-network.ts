/** Medians of 3x3 and 5x5 windows by sorting networks. */

/** Bytes of a row that are sorted at once. What lies in between stays in the processor's first cache. */
const CHUNK: usize = 1024;

/** Bytes for a chunk with four samples of a pixel behind it and what whole vectors overrun. */
const LINE: usize = CHUNK + 128;

/** Bytes of memory that the networks need. */
export function networkRoom(): usize {
  return 18 * LINE;
}

/**
 * Medians of 3x3 samples, from three rows that lie `stride` bytes apart in any order. Each row begins one pixel,
 * `step` bytes, before the first, and ends one behind the last. `sample` is 1 for u8, 2 for u16, 4 for i32. Computes
 * 16 bytes at once.
 */
export function medianOfNine(
  rows: usize,
  stride: usize,
  step: usize,
  length: usize,
  sample: i32,
  room: usize,
  to: usize,
): void {
  for (let at: usize = 0; at < length; at += CHUNK) {
    const some = min(CHUNK, length - at);
    if (sample === 1) nine<u8>(rows + at, stride, step, some, room, to + at);
    else if (sample === 2) nine<u16>(rows + at, stride, step, some, room, to + at);
    else nine<i32>(rows + at, stride, step, some, room, to + at);
  }
}

/** The same for 5x5 samples, from five rows with two pixels on both sides. */
export function medianOf25(
  rows: usize,
  stride: usize,
  step: usize,
  length: usize,
  sample: i32,
  room: usize,
  to: usize,
): void {
  for (let at: usize = 0; at < length; at += CHUNK) {
    const some = min(CHUNK, length - at);
    if (sample === 1) twentyFive<u8>(rows + at, stride, step, some, room, to + at);
    else if (sample === 2) twentyFive<u16>(rows + at, stride, step, some, room, to + at);
    else twentyFive<i32>(rows + at, stride, step, some, room, to + at);
  }
}

/**
 * The median of the largest of the columns' smallest, the middle of their middles, and the smallest of their largest.
 * Each column is sorted once for its three windows.
 */
function nine<T>(rows: usize, stride: usize, step: usize, length: usize, lines: usize, to: usize): void {
  for (let at: usize = 0; at < length + 2 * step; at += 16) {
    const first = rows + at;
    const a = v128.load(first);
    const b = v128.load(first + stride);
    const c = v128.load(first + 2 * stride);
    const low = v128.min<T>(a, b);
    const high = v128.max<T>(a, b);
    v128.store(lines + at, v128.min<T>(low, c));
    v128.store(lines + at, v128.max<T>(low, v128.min<T>(high, c)), LINE);
    v128.store(lines + at, v128.max<T>(high, c), 2 * LINE);
  }
  for (let at: usize = 0; at < length; at += 16) {
    const left = lines + at;
    const own = left + step;
    const right = own + step;
    const lows = v128.max<T>(v128.max<T>(v128.load(left), v128.load(own)), v128.load(right));
    const middle = middleOf<T>(v128.load(left, LINE), v128.load(own, LINE), v128.load(right, LINE));
    const upper = v128.min<T>(v128.load(left, 2 * LINE), v128.load(own, 2 * LINE));
    const highs = v128.min<T>(upper, v128.load(right, 2 * LINE));
    v128.store(to + at, middleOf<T>(lows, middle, highs));
  }
}

function middleOf<T>(a: v128, b: v128, c: v128): v128 {
  return v128.max<T>(v128.min<T>(a, b), v128.min<T>(v128.max<T>(a, b), c));
}

/**
 * Sorts the columns, each once for its five windows, then the rows, which keeps the columns sorted. Only 13 samples
 * then can be the median, as the others have more than 12 on one side.
 */
function twentyFive<T>(rows: usize, stride: usize, step: usize, length: usize, room: usize, to: usize): void {
  const kept = room + 5 * LINE;
  sortFive<T>(rows, stride, length + 4 * step, 0, 5, room);
  sortFive<T>(room, step, length, 3, 5, kept);
  sortFive<T>(room + LINE, step, length, 2, 5, kept + 2 * LINE);
  sortFive<T>(room + 2 * LINE, step, length, 1, 4, kept + 5 * LINE);
  sortFive<T>(room + 3 * LINE, step, length, 0, 3, kept + 8 * LINE);
  sortFive<T>(room + 4 * LINE, step, length, 0, 2, kept + 11 * LINE);
  chooseOf13<T>(kept, length, to);
}

/** Sorts five samples that lie `step` bytes apart, and stores those from `first` up to `last` as lines. */
function sortFive<T>(from: usize, step: usize, length: usize, first: i32, last: i32, to: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    const own = from + at;
    const a = v128.load(own);
    const b = v128.load(own + step);
    const c = v128.load(own + 2 * step);
    const d = v128.load(own + 3 * step);
    const e = v128.load(own + 4 * step);
    // Nine exchanges, the fewest that sort five.
    const lowAb = v128.min<T>(a, b);
    const highAb = v128.max<T>(a, b);
    const lowDe = v128.min<T>(d, e);
    const highDe = v128.max<T>(d, e);
    const lowCe = v128.min<T>(c, highDe);
    const highCe = v128.max<T>(c, highDe);
    const lowCd = v128.min<T>(lowCe, lowDe);
    const highCd = v128.max<T>(lowCe, lowDe);
    const lowAd = v128.min<T>(lowAb, highCd);
    const highAd = v128.max<T>(lowAb, highCd);
    const lowBe = v128.min<T>(highAb, highCe);
    const lowBd = v128.min<T>(lowBe, highAd);
    const highBd = v128.max<T>(lowBe, highAd);
    const second = v128.max<T>(lowAd, lowCd);
    let goal = to + at;
    if (first <= 0) goal = put(goal, v128.min<T>(lowAd, lowCd));
    if (first <= 1) goal = put(goal, v128.min<T>(second, lowBd));
    if (first <= 2 && last > 2) goal = put(goal, v128.max<T>(second, lowBd));
    if (last > 3) goal = put(goal, highBd);
    if (last > 4) put(goal, v128.max<T>(highAb, highCe));
  }
}

function put(to: usize, samples: v128): usize {
  v128.store(to, samples);
  return to + LINE;
}

/** The median of the 13 samples left of a sorted grid, named by row and column. */
function chooseOf13<T>(from: usize, length: usize, to: usize): void {
  for (let at: usize = 0; at < length; at += 16) {
    const own = from + at;
    const r0c4 = v128.load(own, LINE);
    const r2c2 = v128.load(own, 6 * LINE);
    const r4c0 = v128.load(own, 11 * LINE);
    const r3c1 = v128.load(own, 9 * LINE);
    const r1c3 = v128.load(own, 3 * LINE);
    // What these pairs leave is below or above the middle.
    const a = v128.max<T>(v128.load(own, 8 * LINE), v128.load(own, 2 * LINE));
    const b = v128.max<T>(v128.max<T>(a, v128.load(own)), v128.load(own, 5 * LINE));
    const c = v128.min<T>(v128.load(own, 10 * LINE), v128.load(own, 12 * LINE));
    const d = v128.min<T>(v128.load(own, 4 * LINE), c);
    const e = v128.max<T>(r0c4, r2c2);
    const f = v128.min<T>(r0c4, r2c2);
    const g = v128.max<T>(e, r4c0);
    const h = v128.min<T>(e, r4c0);
    const i = v128.max<T>(r3c1, r1c3);
    const j = v128.min<T>(r3c1, r1c3);
    const k = v128.max<T>(f, h);
    const l = v128.max<T>(v128.min<T>(f, h), b);
    const m = v128.min<T>(g, j);
    const n = v128.max<T>(g, j);
    const o = v128.max<T>(k, m);
    const p = v128.max<T>(v128.min<T>(k, m), l);
    const q = v128.min<T>(i, v128.min<T>(v128.load(own, 7 * LINE), d));
    const r = v128.min<T>(n, q);
    const s = v128.max<T>(p, o);
    const t = v128.min<T>(p, o);
    v128.store(to + at, v128.max<T>(t, v128.min<T>(s, r)));
  }
}
