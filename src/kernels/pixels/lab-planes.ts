import type { PixelType } from '../../core/pixel.ts';
import { FROM_FRACTIONS, TO_FRACTIONS } from '../../math/lab.ts';
import { takeFloats } from './color-matrix.ts';
import { PLANE, type PlaneMap } from './color-planes.ts';
import { inLight } from './light-planes.ts';

/** L times `brightness`, plus `lightness`; a and b as a vector turned and stretched by `along` and `across`. */
interface LabChange {
  readonly brightness: number;
  readonly lightness: number;
  readonly along: number;
  readonly across: number;
}

/**
 * The most that lightness or chroma may be multiplied by, where hues stay and where they turn. Near black the curve
 * multiplies what 32 bits lose by 12.92, and more is lost the further colours leave sRGB: below this it stays within the
 * op's tolerance for the strongest colours.
 */
const MOST = { u8: [3, 3], u16: [1.3, 1], f32: [1.3, 1] } as const;

/** Of floats beyond white more is lost, as they grow by their powers. */
const REACH = 1;

/** Changes CIE L*a*b* in 32 bits; undefined where what is lost, and then multiplied, could be seen. */
export function labPlanes(change: LabChange, type: PixelType): PlaneMap | undefined {
  const { brightness, lightness, along, across } = change;
  const most = MOST[type][across === 0 ? 0 : 1];
  // A turn by some angle has a length of 1 but for its rounding.
  if (Math.max(brightness, Math.hypot(along, across)) > most + 1e-9) return undefined;
  // L is 116 times the root of Y, less 16.
  const offset = (16 - 16 * brightness + lightness) / 116;
  return changeLab(type, REACH, [brightness, offset, along, across]);
}

/**
 * L times a factor plus an offset in 116ths, and a and b as a vector turned and stretched, for colours up to `reach`
 * times white.
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
