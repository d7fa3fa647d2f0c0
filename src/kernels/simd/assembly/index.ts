export { lumaOfRgb, lumaOfRgba } from './luma';
export { mixFine, mixFloats } from './mix';
export { makeFinite, narrow, toFloats, toHalves, widen } from './samples';
export { sumFine, sumFloats } from './sum';
