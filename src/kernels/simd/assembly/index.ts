export { divideByAlpha, fadeCancelled, mixAlphas, multiplyByAlpha, sumAlphas } from './alpha';
export { blendRow, flattenPixels, maskRow, straightenPixels, takeAlphas, takeUncovered } from './blend';
export { adler32 } from './checksum';
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
export { countCoarse, countFine, toSteps } from './digits';
export { largerOf, largestAlong } from './extremum';
export { fadeLevels, gradientsOf, markMaxima, weighPairs, widenLevels } from './gradients';
export { countColumns, slideWindow } from './histogram';
export { toFractions, toRoots, turnChroma } from './lab';
export { followCubes, followTetrahedra } from './lattice';
export { bytesFrom, bytesFromLight, combineBits, halvesFrom, halvesFromLight } from './levels';
export { dodge, levelsToLight, luminances, multiplyEach, toLight, toSamples } from './light';
export { lumaOfRgb, lumaOfRgba } from './luma';
export { enliven, multiplyColors } from './matrix';
export { moveByteSums, moveHalfSums, slideSums } from './means';
export { mixFine, mixFloats } from './mix';
export { mergePixels, mirrorRows, turnVectors, turnWords } from './moves';
export { medianOf25, medianOfNine, networkRoom } from './network';
export { floatsToKeys, keysToFloats, turnRound } from './order';
export {
  areUsual,
  packBytes,
  packFloats,
  packHalves,
  spreadBytes,
  spreadFloats,
  spreadHalves,
  weighPixels,
} from './pixels';
export { joinMeans, splitPlanes } from './planes';
export { filterAverage, filterPaeth, filterSub, filterUp } from './png';
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
export { addRows, addWeighted, squareDifferences, weighSquares } from './similar';
export { differentiate } from './sobel';
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
