/** Changes lightness and chroma in CIE L*a*b* (D65) in 32-bit SIMD. */
import type { PixelType } from '../../core/pixel.ts';
import { FROM_FRACTIONS, TO_FRACTIONS } from '../../math/lab.ts';
import { takeFloats } from './color-matrix.ts';
import { PLANE, type PlaneMap } from './color-planes.ts';
import { inLight } from './light-planes.ts';

/** L times `brightness`, plus `lightness`; a and b rotated and scaled as a vector by `along` and `across`. */
interface LabChange {
  readonly brightness: number;
  readonly lightness: number;
  readonly along: number;
  readonly across: number;
}

/**
 * Largest factors of lightness and chroma: for hues that stay, and for hues that turn. Near black the sRGB curve
 * multiplies the rounding errors of 32 bits by 12.92, and colours outside sRGB lose more; below these factors the
 * strongest colours stay within the op's tolerance.
 */
const MOST = { u8: [3, 3], u16: [1.3, 1], f32: [1.3, 1] } as const;

/** Largest magnitude of f32 samples, in parts of white. Above white the powers amplify errors. */
const REACH = 1;

/** Returns undefined if the error in 32 bits could become visible. */
export function labPlanes(change: LabChange, type: PixelType): PlaneMap | undefined {
  const { brightness, lightness, along, across } = change;
  const most = MOST[type][across === 0 ? 0 : 1];
  // A rotation has a length of 1 except for rounding.
  if (Math.max(brightness, Math.hypot(along, across)) > most + 1e-9) return undefined;
  // L is 116 times the root of Y, less 16.
  const offset = (16 - 16 * brightness + lightness) / 116;
  return changeLab(type, REACH, [brightness, offset, along, across]);
}

/**
 * L times a factor plus an offset in 116ths, a and b rotated and scaled, for f32 colours up to `reach` times white.
 */
export function changeLab(
  type: PixelType,
  reach: number,
  [factor, offset, along, across]: readonly [number, number, number, number],
): PlaneMap {
  return inLight(type, {
    reach,
    prepare(simd) {
      const { code } = simd;
      const [to, from] = [takeFloats(simd, TO_FRACTIONS), takeFloats(simd, FROM_FRACTIONS)];
      return (planes, pixels) => {
        code.multiplyColors(planes, pixels, to);
        for (let at = 0; at < 3; at++) code.toRoots(planes + at * PLANE, pixels);
        code.turnChroma(planes, pixels, factor, offset, along, across);
        for (let at = 0; at < 3; at++) code.toFractions(planes + at * PLANE, pixels);
        code.multiplyColors(planes, pixels, from);
      };
    },
  });
}
