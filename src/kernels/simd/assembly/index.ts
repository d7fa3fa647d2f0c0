export { divideByAlpha, fadeCancelled, multiplyByAlpha } from './alpha';
export { lumaOfRgb, lumaOfRgba } from './luma';
export { mixFine, mixFloats } from './mix';
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
export { sumFine, sumFloats } from './sum';
