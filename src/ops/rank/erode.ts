/** The op `erode`: replace every sample by the smallest one in a square around it. */
import { defineExtremum } from './lib/extremum.ts';

/** The smallest value around each pixel: dark parts grow. */
export const erode = defineExtremum({
  name: 'erode',
  summary: 'Replace every sample by the smallest one in the square around it.',
  sign: -1,
});
