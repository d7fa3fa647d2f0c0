/** The op `modulate`: change brightness, saturation, hue and lightness as the eye sees them. */
import * as z from 'zod';
import type { Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { labPlanes } from '../../kernels/pixels/lab-planes.ts';
import { fromLab, labRoot, toLab } from '../../math/lab.ts';
import { type LabCurves, TABLED, TABLED_AND_CUT } from '../../math/lab-curves.ts';
import { toEncoded, toLinear } from '../../math/srgb.ts';
import { number } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';

/**
 * Changes colours in CIE LCh (D65); alpha stays: `L = brightness * L + lightness`, `C = saturation * C`, `h = h +
 * hue`. L is 0 for black and 100 for white. Integers are limited to sRGB channel by channel; f32 keeps values below 0
 * and above 1. Gray pictures stay gray: they have no chroma and no hue.
 *
 * As sharp's `modulate`, whose hue is in whole degrees. Within a level of it on u8, except for colours far outside
 * sRGB: up to 12 levels if hues turn while colours become stronger or lighter.
 *
 * Reads and writes each sample once; six powers and three roots, from tables on the CPU, and some 30 products per
 * pixel.
 */
export const modulate = definePointOp({
  name: 'modulate',
  family: 'color',
  summary: 'Change brightness, saturation, hue and lightness in CIE LCh, which follows the eye.',
  params: z.strictObject({
    brightness: number({
      unit: 'ratio',
      min: 0,
      max: 100,
      default: 1,
      suggested: [0, 2],
      describe: 'Factor for the lightness L: 0 makes black, 1 changes nothing.',
    }),
    saturation: number({
      unit: 'ratio',
      min: 0,
      max: 100,
      default: 1,
      suggested: [0, 3],
      describe: 'Factor for the chroma C: 0 makes gray, 1 changes nothing.',
    }),
    hue: number({
      unit: 'degrees',
      min: -360,
      max: 360,
      default: 0,
      suggested: [-180, 180],
      describe: 'Angle to add to the hue, from red towards yellow and green.',
    }),
    lightness: number({
      unit: 'L*',
      min: -100,
      max: 100,
      default: 0,
      describe: 'Number to add to L, which is 0 for black and 100 for white.',
    }),
  }),
  positional: ['brightness', 'saturation', 'hue', 'lightness'],
  examples: [{ brightness: 1.2, saturation: 0.6 }, { hue: 75 }, { lightness: -12, saturation: 1.3 }],
  // Near black the curve multiplies the rounding of 32-bit floats by 12.92 and the matrix by 3: 2.1e-5
  // was the worst of 180,000 samples.
  tolerance: { u8: 1, u16: 2, f32: 5e-5 },
  nonFinite: 'A NaN or an infinity makes all three colours of its pixel NaN, in gray pictures too.',
  unlikeSharp:
    "On u8 the result is within a level of sharp's. Colours far outside sRGB differ by up to 12 levels, because the matrices of libvips have four digits.",
  channelwise: false,

  map: (params, input) => adjust(params, input, { decode: toLinear, root: labRoot, encode: toEncoded }),

  cpu: {
    planes: (params, { type }) => labPlanes(change(params), type),
    // Tables of powers and cube roots. The test measures their errors.
    colors: (params, input) => adjust(params, input, input.type === 'f32' ? TABLED : TABLED_AND_CUT),
  },

  uniforms: (params, { type }) => ({ ...change(params), white: WHITE[type] }),

  sharp(pipeline, params, { type }) {
    // 16 bits are up to 64 levels off; floats it takes for 0..255.
    return type === 'u8' && isNear(params) ? pipeline.modulate(params) : undefined;
  },
});

interface Modulation {
  readonly brightness: number;
  readonly saturation: number;
  readonly hue: number;
  readonly lightness: number;
}

/**
 * Whether libvips is within a level. It was for 374 random parameters on 200,000 colours each; its matrices have four
 * digits, which shows once numbers grow far beyond white.
 */
function isNear({ brightness, saturation, hue, lightness }: Modulation): boolean {
  if (hue === 0) return brightness <= 2 && saturation <= 2;
  return Number.isInteger(hue) && brightness <= 1 && saturation <= 1 && lightness <= 0;
}

/** `along` and `across` rotate and scale a and b, the chroma as a vector. */
function change({ brightness, saturation, hue, lightness }: Modulation) {
  const angle = (hue * Math.PI) / 180;
  const [along, across] = [saturation * Math.cos(angle), saturation * Math.sin(angle)];
  return { brightness, lightness, along, across };
}

function adjust(params: Modulation, { type }: Shape, { decode, root, encode }: LabCurves): ColorMap {
  const white = WHITE[type];
  const { brightness, lightness, along, across } = change(params);
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      for (let channel = at; channel < at + 3; channel++)
        colors[channel] = decode((colors[channel] as number) / white);
      toLab(colors, at, root);
      const a = colors[at + 1] as number;
      const b = colors[at + 2] as number;
      colors[at] = brightness * (colors[at] as number) + lightness;
      colors[at + 1] = along * a - across * b;
      colors[at + 2] = across * a + along * b;
      fromLab(colors, at);
      for (let channel = at; channel < at + 3; channel++)
        colors[channel] = white * encode(colors[channel] as number);
    }
  };
}
