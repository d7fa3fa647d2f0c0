/** What assembly/ offers to sharpen pictures, to find edges, and to count and change levels; described there. */
export interface PictureCode {
  weigh(floats: number, weights: number, count: number, to: number): void;
  unweigh(pairs: number, count: number, faint: number, own: number, to: number): void;
  sharpenRoots(planes: number, pixels: number, around: number, curve: number): void;
  addDifference(samples: number, count: number, blurred: number, amount: number, threshold: number): void;
  addFineDifference(bytes: number, count: number, blurred: number, amount: number, bits: number): void;
  weighColors(samples: number, pixels: number, channels: number, to: number): void;
  unweighColors(samples: number, pixels: number, channels: number, faint: number, to: number): void;
  addColorDifference(
    samples: number,
    pixels: number,
    channels: number,
    blurred: number,
    faint: number,
    amount: number,
    threshold: number,
    to: number,
  ): void;
  followTetrahedra: Follow;
  followCubes: Follow;
  moveByteSums(sums: number, samples: number, enter: number, leave: number): void;
  moveHalfSums(sums: number, samples: number, enter: number, leave: number): void;
  slideSums(sums: number, pixels: number, channels: number, radius: number, share: number, to: number): void;
  sampleLevels(plane: number, pixels: number, scale: number, to: number): void;
  lumaLevels(planes: number, pixels: number, scale: number, to: number): void;
  lumasOf(planes: number, pixels: number, to: number): void;
  levelsToLumas(levels: number, count: number, to: number): void;
  levelsToBytes(levels: number, count: number): void;
  countLevels(levels: number, count: number, counts: number): void;
  changesOf(levels: number, count: number, table: number, lumas: number, to: number): void;
  addChanges(planes: number, pixels: number, changes: number): void;
  replaceLevels(samples: number, count: number, levels: number, table: number): void;
  mixRows(one: number, other: number, count: number, part: number, to: number): void;
  changesByCurves(
    lumas: number,
    count: number,
    white: number,
    curves: number,
    lefts: number,
    rights: number,
    parts: number,
    to: number,
  ): void;
  toSteps(numbers: number, count: number, steps: number): void;
  countCoarse(keys: number, count: number, counts: number): void;
  countFine(
    keys: number,
    count: number,
    one: number,
    other: number,
    counts: number,
    otherCounts: number,
  ): void;
  differentiate(
    above: number,
    row: number,
    below: number,
    samples: number,
    step: number,
    direction: number,
    wide: number,
    to: number,
  ): void;
  widenLevels(levels: number, count: number, factor: number): void;
  fadeLevels(levels: number, alphas: number, count: number): void;
  weighPairs(
    rows: number,
    weights: number,
    radius: number,
    count: number,
    half: number,
    shift: number,
    to: number,
  ): void;
  gradientsOf(
    above: number,
    row: number,
    below: number,
    count: number,
    across: number,
    down: number,
    squares: number,
  ): void;
  markMaxima(
    above: number,
    squares: number,
    below: number,
    across: number,
    down: number,
    count: number,
    low: number,
    high: number,
    to: number,
  ): void;
}

type Follow = (
  planes: number,
  pixels: number,
  table: number,
  size: number,
  scale: number,
  full: number,
  rest: number,
  room: number,
) => void;
