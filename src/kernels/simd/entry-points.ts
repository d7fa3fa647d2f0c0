// The entry points of assembly/, written by `npm run simd`; do not edit. Each is described in its own file there.
// biome-ignore-all format: one line each

/** Functions of the SIMD code. Places and lengths are bytes of its memory. */
export interface EntryPoints {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  // alpha.ts
  divideByAlpha(pixels: number, count: number, alphas: number): void;
  fadeCancelled(pixels: number, count: number, alphas: number): void;
  mixAlphas(from: number, starts: number, shares: number, pixels: number, taps: number, to: number): void;
  multiplyByAlpha(pixels: number, count: number, alphas: number): void;
  sumAlphas(rows: number, shares: number, taps: number, count: number, to: number): void;
  // blend.ts
  blendRow(lower: number, upper: number, pixels: number, opacity: number, shares: number, blend: number, keeps: number): void;
  flattenPixels(pixels: number, count: number, background: number): void;
  maskRow(pixels: number, masks: number, count: number, weights: number, fromAlpha: number, invert: number): void;
  straightenPixels(pixels: number, count: number): void;
  takeAlphas(from: number, count: number, to: number): void;
  takeUncovered(from: number, upper: number, count: number, opacity: number, to: number): void;
  // box-sums.ts
  moveByteSums(sums: number, samples: number, enter: number, leave: number): void;
  moveHalfSums(sums: number, samples: number, enter: number, leave: number): void;
  slideSums(sums: number, pixels: number, channels: number, radius: number, share: number, to: number): void;
  // checksum.ts
  adler32(from: number, length: number, before: number): number;
  // color-histogram.ts
  countColors(pixels: number, count: number, step: number, bins: number): void;
  countExactColors(pixels: number, count: number, step: number, bins: number, bits: number, before: number, most: number): number;
  listColors(bins: number, list: number): number;
  listExactColors(bins: number, count: number, list: number): number;
  // colors.ts
  areWithin(planes: number, pixels: number, size: number): number;
  joinBytes(planes: number, pixels: number, step: number, mask: number, to: number): void;
  joinFloats(planes: number, pixels: number, step: number, mask: number, to: number): void;
  joinHalves(planes: number, pixels: number, step: number, mask: number, to: number): void;
  roundColors(planes: number, pixels: number, white: number): void;
  splitBytes(from: number, pixels: number, step: number, mask: number, planes: number): void;
  splitFloats(from: number, pixels: number, step: number, mask: number, planes: number): void;
  splitHalves(from: number, pixels: number, step: number, mask: number, planes: number): void;
  // convolve.ts
  premultiply(samples: number, count: number, channels: number, white: number): void;
  raiseFine(samples: number, count: number, by: number): void;
  raiseFloats(samples: number, count: number, by: number): void;
  straighten(sums: number, negatives: number, count: number, channels: number, gain: number, offset: number): void;
  // dither.ts
  ditherRow(pixels: number, width: number, back: number, here: number, below: number, palette: number, bytes: number, cache: number, strength: number, transparent: number, to: number): void;
  // extremum.ts
  largerOf(one: number, other: number, length: number, sample: number, to: number): void;
  largestAlong(row: number, length: number, step: number, window: number, sample: number, to: number): void;
  // gradients.ts
  fadeLevels(levels: number, alphas: number, count: number): void;
  gradientsOf(above: number, row: number, below: number, count: number, across: number, down: number, squares: number): void;
  suppressNonMaxima(above: number, squares: number, below: number, across: number, down: number, count: number, low: number, high: number, to: number): void;
  weighPairs(rows: number, weights: number, radius: number, count: number, half: number, shift: number, to: number): void;
  widenLevels(levels: number, count: number, factor: number): void;
  // histogram.ts
  countColumns(from: number, step: number, columns: number, coarse: number, fine: number, by: number): void;
  slideWindow(coarse: number, fine: number, columns: number, reach: number, room: number, to: number): void;
  // jpeg-blocks.ts
  decodeMcus(state: number, units: number, count: number, mcus: number, order: number, block: number, stop: number): number;
  // jpeg-codes.ts
  fillCodes(counts: number, symbols: number, isAc: number, table: number): void;
  unstuff(from: number, end: number, to: number, read: number): number;
  // jpeg-forward-dct.ts
  fillDivisors(steps: number, to: number): void;
  // jpeg-planes.ts
  halveRows(top: number, bottom: number, to: number, samples: number): void;
  repeatLast(row: number, samples: number, width: number): void;
  splitYcc(from: number, pixels: number, y: number, cb: number, cr: number, width: number): void;
  // jpeg-rows.ts
  rgbFromYcc(y: number, cb: number, cr: number, to: number, pixels: number): void;
  widenRow(from: number, to: number, samples: number): void;
  widenRows(near: number, far: number, sums: number, to: number, samples: number): void;
  // jpeg-tokens.ts
  endTokens(state: number, to: number): number;
  packTokens(tokens: number, end: number, codes: number, state: number, to: number): number;
  tokenise(units: number, blocks: number, mcus: number, block: number, counts: number, to: number): number;
  // lab.ts
  toFractions(roots: number, count: number): void;
  toRoots(fractions: number, count: number): void;
  turnChroma(planes: number, pixels: number, factor: number, offset: number, along: number, across: number): void;
  // levels.ts
  bytesFrom(from: number, samples: number, least: number, kept: number, to: number): void;
  bytesFromLight(from: number, pixels: number, channels: number, lights: number, least: number, to: number): void;
  combineBits(from: number, pixels: number, count: number, step: number, size: number, masks: number, operator: number, to: number): void;
  halvesFrom(from: number, samples: number, least: number, kept: number, to: number): void;
  halvesFromLight(from: number, pixels: number, channels: number, lights: number, least: number, to: number): void;
  // light.ts
  dodge(planes: number, pixels: number, tones: number, stops: number, offset: number, slope: number): void;
  levelsToLight(samples: number, count: number, table: number): void;
  luminances(planes: number, pixels: number, weights: number, to: number): void;
  multiplyEach(planes: number, pixels: number, red: number, green: number, blue: number): void;
  toLight(samples: number, count: number): void;
  toSamples(lights: number, count: number, white: number): void;
  // luma.ts
  lumaOfRgb(from: number, pixels: number, redGreen: number, blueHalf: number, per: number, to: number): void;
  lumaOfRgba(from: number, pixels: number, redGreen: number, blueHalf: number, per: number, to: number): void;
  // lut3d.ts
  lookUpTetrahedral(planes: number, pixels: number, table: number, size: number, scale: number, full: number, rest: number, room: number): void;
  lookUpTrilinear(planes: number, pixels: number, table: number, size: number, scale: number, full: number, rest: number, room: number): void;
  // lzw.ts
  beginLzw(size: number, table: number, state: number, to: number): number;
  endLzw(size: number, state: number, to: number): number;
  packLzw(indices: number, count: number, size: number, table: number, state: number, to: number): number;
  // matrix.ts
  multiplyColors(planes: number, pixels: number, matrix: number): void;
  vibrance(planes: number, pixels: number, weights: number, amount: number, per: number): void;
  // mix.ts
  mixFine(from: number, line: number, starts: number, shares: number, pixels: number, pairs: number, channels: number, shift: number, to: number, goal: number): void;
  mixFloats(from: number, starts: number, shares: number, pixels: number, taps: number, channels: number, to: number): void;
  // moves.ts
  mergePixels(one: number, oneStep: number, other: number, otherStep: number, pixels: number, count: number, masks: number, to: number, step: number): void;
  mirrorRows(from: number, rows: number, width: number, step: number, count: number, mask: number, to: number): void;
  turnVectors(from: number, fromRow: number, columns: number, rows: number, step: number, to: number, toRow: number): void;
  turnWords(from: number, fromRow: number, columns: number, rows: number, step: number, masks: number, to: number, toRow: number): void;
  // neighbourhood-filter.ts
  addRows(rows: number, count: number, pixels: number, to: number): void;
  addWeighted(weights: number, from: number, channels: number, stride: number, pixels: number, to: number): void;
  squareDifferences(one: number, other: number, channels: number, stride: number, pixels: number, to: number): void;
  weighSquares(from: number, side: number, spare: number, scale: number, far: number, pixels: number, to: number): void;
  // palette.ts
  averageBoxes(list: number, order: number, room: number, boxes: number, means: number): void;
  divideWidest(list: number, order: number, room: number, boxes: number, slices: number): number;
  openBoxes(list: number, count: number, order: number, room: number): void;
  sumNearest(list: number, count: number, palette: number, bytes: number, sums: number): number;
  takeMeans(sums: number, most: number, means: number): void;
  writePalette(means: number, count: number, palette: number): number;
  // percentiles.ts
  countCoarse(keys: number, count: number, counts: number): void;
  countFine(keys: number, count: number, one: number, other: number, counts: number, otherCounts: number): void;
  toSteps(numbers: number, count: number, steps: number): void;
  // pixels.ts
  areInRange(pixels: number, count: number, far: number, most: number): number;
  packBytes(from: number, pixels: number, step: number, mask: number, gain: number, to: number): void;
  packFloats(from: number, pixels: number, step: number, mask: number, _gain: number, to: number): void;
  packHalves(from: number, pixels: number, step: number, mask: number, gain: number, to: number): void;
  spreadBytes(from: number, pixels: number, step: number, mask: number, gain: number, to: number): void;
  spreadFloats(from: number, pixels: number, step: number, mask: number, _gain: number, to: number): void;
  spreadHalves(from: number, pixels: number, step: number, mask: number, gain: number, to: number): void;
  weighPixels(pixels: number, count: number): void;
  // planes.ts
  joinMeans(from: number, pixels: number, channels: number, white: number, stride: number, to: number): void;
  splitPlanes(from: number, pixels: number, channels: number, white: number, to: number, stride: number, before: number, after: number): void;
  // png.ts
  filterAverage(row: number, above: number, step: number, length: number, to: number): void;
  filterPaeth(row: number, above: number, step: number, length: number, to: number): void;
  filterRows(filter: number, rows: number, height: number, length: number, step: number, to: number): number;
  filterSub(row: number, _above: number, step: number, length: number, to: number): void;
  filterUp(row: number, above: number, step: number, length: number, to: number): void;
  padRows(from: number, height: number, length: number, step: number, to: number): void;
  // samples.ts
  areFinite(from: number, samples: number): number;
  bytesToFloats(from: number, samples: number, to: number): void;
  floatsToBytes(from: number, samples: number, to: number): void;
  floatsToHalves(from: number, samples: number, to: number): void;
  halvesToFloats(from: number, samples: number, to: number): void;
  makeFinite(from: number, samples: number): void;
  narrow(from: number, samples: number, bits: number, to: number): void;
  widen(from: number, samples: number, bits: number, to: number): void;
  // sharpen.ts
  addColorDifference(samples: number, pixels: number, channels: number, blurred: number, faint: number, amount: number, threshold: number, to: number): void;
  addDifference(samples: number, count: number, blurred: number, amount: number, threshold: number): void;
  addFineDifference(bytes: number, count: number, blurred: number, amount: number, bits: number): void;
  sharpenRoots(planes: number, pixels: number, around: number, curve: number): void;
  unweigh(pairs: number, count: number, faint: number, own: number, to: number): void;
  unweighColors(samples: number, pixels: number, channels: number, faint: number, to: number): void;
  weigh(floats: number, weights: number, count: number, to: number): void;
  weighColors(samples: number, pixels: number, channels: number, to: number): void;
  // sobel.ts
  differentiate(above: number, row: number, below: number, samples: number, step: number, direction: number, wide: number, to: number): void;
  // sortable-integers.ts
  floatsToKeys(samples: number, count: number, raised: number, turned: number): void;
  invertBits(samples: number, length: number): void;
  keysToFloats(keys: number, count: number, raised: number, turned: number): void;
  // sorting-network.ts
  medianOf25(rows: number, stride: number, step: number, length: number, sample: number, room: number, to: number): void;
  medianOfNine(rows: number, stride: number, step: number, length: number, sample: number, room: number, to: number): void;
  networkRoom(): number;
  // sum.ts
  sumFine(rows: number, shares: number, pairs: number, samples: number, shift: number, to: number): void;
  sumFloats(rows: number, shares: number, taps: number, samples: number, to: number): void;
  // tones.ts
  addChanges(planes: number, pixels: number, changes: number): void;
  changesByCurves(lumas: number, count: number, white: number, curves: number, lefts: number, rights: number, parts: number, to: number): void;
  changesOf(levels: number, count: number, table: number, lumas: number, to: number): void;
  countLevels(levels: number, count: number, counts: number): void;
  levelsToBytes(levels: number, count: number): void;
  levelsToLumas(levels: number, count: number, to: number): void;
  lumaLevels(planes: number, pixels: number, scale: number, to: number): void;
  lumasOf(planes: number, pixels: number, to: number): void;
  mixRows(one: number, other: number, count: number, part: number, to: number): void;
  replaceLevels(samples: number, count: number, levels: number, table: number): void;
  sampleLevels(plane: number, pixels: number, scale: number, to: number): void;
  // warp.ts
  warpRow(frame: number, columns: number, depths: number, pixels: number, x: number, y: number, z: number, to: number, rest: number): number;
}
