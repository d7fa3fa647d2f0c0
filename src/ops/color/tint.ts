/** The op `tint`: turn the picture into shades of one colour. */
import * as z from 'zod';
import { pixelCount, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';
import { byteShades, shadeBytes } from '../../kernels/color/tint-bytes.ts';
import { shadeWords, wordShades } from '../../kernels/color/tint-words.ts';
import type { ColorMap } from '../../kernels/pixels/colors.ts';
import { rememberLast } from '../../kernels/pixels/remember-last.ts';
import { fromLab, labRoot, lightness, luminance, toLab } from '../../math/lab.ts';
import { type LabCurves, TABLED, TABLED_AND_CUT } from '../../math/lab-curves.ts';
import { toEncoded, toLinear } from '../../math/srgb.ts';
import { type Color, colorLevels, requiredColor } from '../lib/fields.ts';
import { definePointOp } from '../lib/point.ts';
import { widen } from './recomb.ts';

/** Pixels from which a table of all luminances pays. */
const WORTH_SHADES = 2 ** 15;

/**
 * Makes shades of one colour: L of CIE Lab (D65) stays; a and b become those of the tint, weighted by `1 - 4 * (L /
 * 100 - 0.5)^2`: full at L = 50, none in black and white. Alpha stays; the tint's own is ignored. Integers are
 * limited to sRGB channel by channel; f32 keeps values below 0 and above 1. Gray pictures become RGB.
 *
 * sharp's `tint` rounds to 256 grays first and looks the shade up: within a level on grays, and up to 4 levels off on
 * u8 colours, 0.35 on average. It leaves gray pictures gray.
 *
 * Reads and writes each sample once; six powers, a root and some 20 products per pixel. The CPU has tables for powers
 * and the root, and in 8 and 16 bits a table of all luminances.
 */
export const tint = definePointOp({
  name: 'tint',
  family: 'color',
  summary: 'Turn the picture into shades of one colour.',
  params: z.strictObject({
    color: requiredColor(
      'Colour of the tint. Its a and b of CIE Lab replace those of the picture, fully in middle tones and less towards black and white.',
    ),
  }),
  positional: ['color'],
  examples: [{ color: '704214' }, { color: [0, 90, 255] }],
  tolerance: { u8: 1, u16: 2, f32: 1e-5 },
  nonFinite: 'A NaN or an infinity makes all three colours of its pixel NaN.',
  unlikeSharp:
    'sharp first rounds to 256 grays and looks up the shade of each: up to 4 levels off (52 dB). It leaves gray pictures gray.',
  channelwise: false,

  geometry: widen,

  map: (params, input) => shade(params, input, { decode: toLinear, root: labRoot, encode: toEncoded }),

  cpu: {
    bytes: (params, input) =>
      pixelCount(input) < WORTH_SHADES
        ? undefined
        : shadeBytes(lastBytes(keyOf(params), params), input.channels),
    words: (params, input) =>
      pixelCount(input) < WORTH_SHADES
        ? undefined
        : shadeWords(lastWords(keyOf(params), params), input.channels),
    // Tables of powers and cube roots. The test measures their errors.
    colors: (params, input) => shade(params, input, input.type === 'f32' ? TABLED : TABLED_AND_CUT),
  },

  uniforms: ({ color }, { type }) => ({ tint: chromaOf(color), white: WHITE[type] }),
});

type Params = { readonly color: Color };

const keyOf = ({ color }: Params) => colorLevels(color, 'f32').join();

const lastBytes = rememberLast((_key, params: Params) =>
  byteShades(shade(params, { type: 'u8' }, TABLED_AND_CUT)),
);

/** Not limited to the pixel type, since the map interpolates between shades. */
const lastWords = rememberLast((_key, params: Params) => wordShades(shade(params, { type: 'u16' }, TABLED)));

/** a and b of a colour. */
function chromaOf(color: Color): [a: number, b: number] {
  const values = Float64Array.from(colorLevels(color, 'f32'), toLinear);
  toLab(values, 0);
  return [values[1] as number, values[2] as number];
}

function shade(params: Params, { type }: Pick<Shape, 'type'>, { decode, root, encode }: LabCurves): ColorMap {
  const white = WHITE[type];
  const [a, b] = chromaOf(params.color);
  return (colors) => {
    for (let at = 0; at < colors.length; at += 4) {
      const red = decode((colors[at] as number) / white);
      const green = decode((colors[at + 1] as number) / white);
      const blue = decode((colors[at + 2] as number) / white);
      const light = lightness(luminance(red, green, blue), root);
      const fromMiddle = light / 100 - 0.5;
      const weight = Math.max(1 - 4 * fromMiddle * fromMiddle, 0);
      colors[at] = light;
      colors[at + 1] = weight * a;
      colors[at + 2] = weight * b;
      fromLab(colors, at);
      for (let channel = at; channel < at + 3; channel++)
        colors[channel] = white * encode(colors[channel] as number);
    }
  };
}
