import type { PixelType } from '../../core/pixel.ts';
import type { PlaneMap } from '../pixels/color-planes.ts';
import { changeLab } from '../pixels/lab-planes.ts';

/** The most that L is stretched by in 32 bits, which lose 1e-5 of white then near black; see the test. */
const MOST = { u8: 32, u16: 4, f32: 4 } as const;

/** Of floats beyond white more is lost, as they grow by their powers. */
const REACH = 1.25;

/** Stretches L of CIE L*a*b* from `black` on, `scale` times; undefined where what is lost could be seen. */
export function stretchLightness(black: number, scale: number, type: PixelType): PlaneMap | undefined {
  if (scale > MOST[type]) return undefined;
  // L is 116 times the root of Y, less 16.
  const offset = (16 - (16 + black) * scale) / 116;
  return changeLab(type, REACH, [scale, offset, 1, 0]);
}
