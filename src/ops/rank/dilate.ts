/** The op `dilate`: replace every sample by the largest one in a square around it. */
import { defineExtremum } from './lib/extremum.ts';

/** The largest value around each pixel: bright parts grow. */
export const dilate = defineExtremum({
  name: 'dilate',
  summary: 'Replace every sample by the largest one in the square around it.',
  sign: 1,
});
