/** Converts each colour model: a function from the samples of a pixel to sRGB. */
import type { Samples } from '../../../core/pixel.ts';

/** Writes the colour channels of the pixel whose samples begin at `from`. */
export type ColorMap = (source: Samples, from: number, goal: Samples, to: number) => void;
