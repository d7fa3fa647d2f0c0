/**
 * The entry points of the SIMD code: the one list of them. `npm run simd` compiles it to ../compiled.ts and writes
 * their types to ../entry-points.ts.
 */

export { divideByAlpha, fadeCancelled, mixAlphas, multiplyByAlpha, sumAlphas } from './alpha';
export { blendRow, flattenPixels, maskRow, straightenPixels, takeAlphas, takeUncovered } from './blend';
export { moveByteSums, moveHalfSums, slideSums } from './box-sums';
export { adler32 } from './checksum';
export { countColors, countExactColors, listColors, listExactColors } from './color-histogram';
export {
  areWithin,
  joinBytes,
  joinFloats,
  joinHalves,
  roundColors,
  splitBytes,
  splitFloats,
  splitHalves,
} from './colors';
export { premultiply, raiseFine, raiseFloats, straighten } from './convolve';
export { ditherRow } from './dither';
export { largerOf, largestAlong } from './extremum';
export { fadeLevels, gradientsOf, suppressNonMaxima, weighPairs, widenLevels } from './gradients';
export { countColumns, slideWindow } from './histogram';
export { decodeMcus } from './jpeg-blocks';
export { fillCodes, unstuff } from './jpeg-codes';
export { fillDivisors } from './jpeg-forward-dct';
export { halveRows, repeatLast, splitYcc } from './jpeg-planes';
export { rgbFromYcc, widenRow, widenRows } from './jpeg-rows';
export { endTokens, packTokens, tokenise } from './jpeg-tokens';
export { toFractions, toRoots, turnChroma } from './lab';
export { bytesFrom, bytesFromLight, combineBits, halvesFrom, halvesFromLight } from './levels';
export { dodge, levelsToLight, luminances, multiplyEach, toLight, toSamples } from './light';
export { lumaOfRgb, lumaOfRgba } from './luma';
export { lookUpTetrahedral, lookUpTrilinear } from './lut3d';
export { beginLzw, endLzw, packLzw } from './lzw';
export { multiplyColors, vibrance } from './matrix';
export { mixFine, mixFloats } from './mix';
export { mergePixels, mirrorRows, turnVectors, turnWords } from './moves';
export { addRows, addWeighted, squareDifferences, weighSquares } from './neighbourhood-filter';
export { averageBoxes, divideWidest, openBoxes, sumNearest, takeMeans, writePalette } from './palette';
export { countCoarse, countFine, toSteps } from './percentiles';
export {
  areInRange,
  packBytes,
  packFloats,
  packHalves,
  spreadBytes,
  spreadFloats,
  spreadHalves,
  weighPixels,
} from './pixels';
export { joinMeans, splitPlanes } from './planes';
export { filterAverage, filterPaeth, filterRows, filterSub, filterUp, padRows } from './png';
export {
  areFinite,
  bytesToFloats,
  floatsToBytes,
  floatsToHalves,
  halvesToFloats,
  makeFinite,
  narrow,
  widen,
} from './samples';
export {
  addColorDifference,
  addDifference,
  addFineDifference,
  sharpenRoots,
  unweigh,
  unweighColors,
  weigh,
  weighColors,
} from './sharpen';
export { differentiate } from './sobel';
export { floatsToKeys, invertBits, keysToFloats } from './sortable-integers';
export { medianOf25, medianOfNine, networkRoom } from './sorting-network';
export { sumFine, sumFloats } from './sum';
export {
  addChanges,
  changesByCurves,
  changesOf,
  countLevels,
  levelsToBytes,
  levelsToLumas,
  lumaLevels,
  lumasOf,
  mixRows,
  replaceLevels,
  sampleLevels,
} from './tones';
export { warpRow } from './warp';
