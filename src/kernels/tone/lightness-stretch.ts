/** Stretches L of CIE L*a*b* in 32-bit SIMD, for `normalise`. */
import type { PixelType } from '../../core/pixel.ts';
import type { PlaneMap } from '../pixels/color-planes.ts';
import { changeLab } from '../pixels/lab-planes.ts';

/** Largest factor in 32 bits, which then lose 1e-5 of white near black; the test shows it. */
const MOST = { u8: 32, u16: 4, f32: 4 } as const;

/** Largest magnitude of f32 samples, in parts of white. Above white the powers amplify errors. */
const REACH = 1.25;

/** Maps L of `black` to 0 and scales it. Returns undefined if the error in 32 bits could become visible. */
export function stretchLightness(black: number, scale: number, type: PixelType): PlaneMap | undefined {
  if (scale > MOST[type]) return undefined;
  // L is 116 times the root of Y, less 16.
  const offset = (16 - (16 + black) * scale) / 116;
  return changeLab(type, REACH, [scale, offset, 1, 0]);
}
