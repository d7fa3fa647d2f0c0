import { type PixelType, WHITE } from '../../core/pixel.ts';
import { LUMA, toLinear } from '../../math/srgb.ts';
import type { Simd } from '../simd/simd.ts';
import { takeFloats } from './color-matrix.ts';
import { BLOCK, type BlockMap, PLANE, type PlaneMap } from './color-planes.ts';
import { rememberLast } from './remember-last.ts';

/** What a map does to light: samples are decoded from sRGB before, and encoded after it. */
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

/** Levels are looked up. */
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

/** A quarter of a megabyte, and some milliseconds to make. */
const lightsOfHalves = rememberLast(() => lightsOf('u16'));

/** Multiplies red, green and blue light. */
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

/** Multiplies light by a gain that depends on its tone, its luminance encoded as sRGB. */
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
