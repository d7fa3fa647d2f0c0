export { divideByAlpha, fadeCancelled, multiplyByAlpha } from './alpha';
export { adler32 } from './checksum';
export { premultiply, raiseFine, raiseFloats, straighten } from './convolve';
export { largerOf, largestAlong } from './extremum';
export { countColumns, slideWindow } from './histogram';
export { lumaOfRgb, lumaOfRgba } from './luma';
export { mixFine, mixFloats } from './mix';
export { medianOf25, medianOfNine, networkRoom } from './network';
export { floatsToKeys, keysToFloats, turnRound } from './order';
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
export { addRows, addWeighted, squareDifferences, weighSquares } from './similar';
export { sumFine, sumFloats } from './sum';
