/** Point ops on linear light in 32-bit SIMD: decodes sRGB, changes the light, and encodes it. */
import { type PixelType, WHITE } from '../../core/pixel.ts';
import { LUMA, toLinear } from '../../math/srgb.ts';
import type { Simd } from '../simd/simd.ts';
import { takeFloats } from './color-matrix.ts';
import { BLOCK, type BlockMap, PLANE, type PlaneMap } from './color-planes.ts';
import { rememberLast } from './remember-last.ts';

/** Wraps a change of linear light: decodes samples from sRGB before it and encodes them after it. */
export function inLight(type: PixelType, map: PlaneMap): PlaneMap {
  return {
    ...map,
    prepare(simd) {
      const decode = decoder(simd, type);
      const change = map.prepare(simd);
      return (planes, pixels) => {
        for (let at = 0; at < 3; at++) decode(planes + at * PLANE, pixels);
        change(planes, pixels);
        for (let at = 0; at < 3; at++) simd.code.toSamples(planes + at * PLANE, pixels, WHITE[type]);
      };
    },
  };
}

/** Integers are decoded by a table. */
function decoder(simd: Simd, type: PixelType): BlockMap {
  if (type === 'f32') return (plane, pixels) => simd.code.toLight(plane, pixels);
  const lights = type === 'u8' ? BYTES : lightsOfHalves('u16');
  const table = simd.take(4 * lights.length);
  simd.floats.set(lights, table / 4);
  return (plane, pixels) => simd.code.levelsToLight(plane, pixels, table);
}

function lightsOf(type: 'u8' | 'u16'): Float32Array {
  return Float32Array.from({ length: WHITE[type] + 1 }, (_, level) => toLinear(level / WHITE[type]));
}

const BYTES = lightsOf('u8');

/** The table for 16 bits: 256 KiB, and some milliseconds to compute. */
const lightsOfHalves = rememberLast(() => lightsOf('u16'));

/** Multiplies red, green and blue light by a factor each. */
export function gainPlanes([red = 1, green = 1, blue = 1]: readonly number[]): PlaneMap {
  return {
    prepare:
      ({ code }) =>
      (planes, pixels) =>
        code.multiplyEach(planes, pixels, red, green, blue),
  };
}

/** A gain of `stops * (offset + slope * tone) ^ 2` stops. */
export interface ToneMask {
  readonly stops: number;
  readonly offset: number;
  readonly slope: number;
}

/** Multiplies light by a gain that depends on its tone, which is its luminance encoded as sRGB. */
export function dodgePlanes({ stops, offset, slope }: ToneMask): PlaneMap {
  return {
    prepare(simd) {
      const { code } = simd;
      const weights = takeFloats(simd, LUMA.rec709);
      const tones = simd.take(4 * BLOCK);
      return (planes, pixels) => {
        code.luminances(planes, pixels, weights, tones);
        code.toSamples(tones, pixels, 1);
        code.dodge(planes, pixels, tones, stops, offset, slope);
      };
    },
  };
}
