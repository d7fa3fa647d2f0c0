/** The op `temperature`: make the light warmer or cooler. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { gainPlanes, inLight } from '../../kernels/pixels/light-planes.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { widen } from './recomb.ts';

/** Correlated colour temperature of sRGB's white, D65, in kelvins. */
const D65 = 6504;

/** Mireds from neutral to either end. The warm end is then 4004 K; CIE's formula begins at 4000 K. */
const SPAN = 96;

/**
 * Changes the colour of the light: samples are decoded from sRGB, red, green and blue are multiplied by a gain each,
 * and encoded again. Alpha stays. Neutral is D65, 6504 K = 153.75 mired (a million over kelvins). `amount` moves the
 * white of the light by 96 mired: 1 is daylight of 4004 K, orange, and -1 of 17316 K, blue. The gains are the ratio
 * of that white to D65 in sRGB's primaries, at equal luminance: white keeps its luminance, unless a colour leaves the
 * pixel type's range. The curve is mirrored below 0.
 *
 * Chromaticities of daylight are CIE 15's D series; the primaries are sRGB's (IEC 61966-2-1). One gain for each
 * primary is von Kries' adaptation without a change of basis. sharp has no such op. Gray pictures become RGB.
 *
 * Reads and writes each sample once; two powers, from tables on the CPU, and a product per colour sample.
 */
export const temperature = definePointOp({
  name: 'temperature',
  family: 'color',
  summary: 'Make the light warmer or cooler.',
  params: z.strictObject({
    amount: number({
      unit: 'ratio',
      min: -1,
      max: 1,
      default: 0,
      describe:
        'Above 0 is warmer, below 0 is cooler: 1 is the light of 4004 K, 0 that of 6504 K, -1 that of 17316 K.',
    }),
  }),
  positional: ['amount'],
  examples: [{ amount: 0.5 }, { amount: -0.7 }],
  tolerance: { u8: 1, u16: 1, f32: 1e-5 },
  nonFinite: 'NaN and infinities stay what they are.',
  channelwise: true,

  geometry: widen,

  map: ({ amount }, input) => gain(gainsOf(amount), input, toLinear, toEncoded),

  cpu: {
    planes: ({ amount }, { type }) => inLight(type, gainPlanes(gainsOf(amount))),
    // Tables of the powers, off by at most 6e-7 of white: see the test of `interpolated`.
    colors: ({ amount }, input) => gain(gainsOf(amount), input, fastToLinear, fastToEncoded),
  },

  uniforms: ({ amount }, { type }) => ({ gains: gainsOf(amount), white: WHITE[type] }),
});

type Curve = (value: number) => number;

function gain(
  [red, green, blue]: readonly number[],
  { type }: Shape,
  decode: Curve,
  encode: Curve,
): ColorMap {
  const white = WHITE[type];
  const change = (sample: number, factor: number) => white * encode(factor * decode(sample / white));
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      colors[at] = change(colors[at] as number, red as number);
      colors[at + 1] = change(colors[at + 1] as number, green as number);
      colors[at + 2] = change(colors[at + 2] as number, blue as number);
    }
  };
}

/** Gains of red, green and blue light; all are exactly 1 at 0. */
function gainsOf(amount: number): number[] {
  const neutral = daylight(D65);
  const light = daylight(1e6 / (1e6 / D65 + SPAN * amount));
  return light.map((value, at) => value / (neutral[at] as number));
}

/** Daylight of a temperature in kelvins, in linear sRGB with a luminance of 1. */
function daylight(kelvins: number): number[] {
  // CIE 15, daylight illuminants: 4000 K to 7000 K, and from there to 25000 K.
  const x =
    kelvins <= 7000
      ? -4.607e9 / kelvins ** 3 + 2.9678e6 / kelvins ** 2 + 99.11 / kelvins + 0.244063
      : -2.0064e9 / kelvins ** 3 + 1.9018e6 / kelvins ** 2 + 247.48 / kelvins + 0.23704;
  const y = -3 * x ** 2 + 2.87 * x - 0.275;
  const [bigX, bigZ] = [x / y, (1 - x - y) / y];
  // XYZ to sRGB, IEC 61966-2-1.
  return [
    3.2406 * bigX - 1.5372 - 0.4986 * bigZ,
    -0.9689 * bigX + 1.8758 + 0.0415 * bigZ,
    0.0557 * bigX - 0.204 + 1.057 * bigZ,
  ];
}
