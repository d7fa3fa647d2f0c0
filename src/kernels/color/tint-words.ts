/** `tint` on 16-bit samples: a table of colours by luminance, interpolated. */
import { colorChannels, hasAlpha } from '../../core/image.ts';
import type { Channels } from '../../core/pixel.ts';
import { luminance } from '../../math/lab.ts';
import { fastToEncoded, fastToLinear } from '../../math/srgb.ts';
import type { ColorMap } from '../pixels/colors.ts';
import type { WordMap } from '../pixels/sample-maps.ts';

const WHITE = 65_535;

/** Luminances in the table. Interpolation between them is off by a hundredth of a level. */
const LUMINANCES = 65_536;

/** Weights of red, green and blue in luminance. */
const WEIGHTS = [luminance(1, 0, 0), luminance(0, 1, 0), luminance(0, 0, 1)] as const;

let linear: Float32Array | undefined;

/** The index in the table for every level as a gray. */
function linearLevels(): Float32Array {
  linear ??= Float32Array.from({ length: WHITE + 1 }, (_, level) => {
    return (LUMINANCES - 1) * fastToLinear(level / WHITE);
  });
  return linear;
}

/**
 * The table for a map of colours that depends on luminance alone, with one entry more at its end. Not limited to the
 * pixel type.
 */
export function wordShades(map: ColorMap): Float32Array {
  const colors = new Float64Array(4 * (LUMINANCES + 1));
  for (let light = 0; light <= LUMINANCES; light++) {
    const level = WHITE * fastToEncoded(light / (LUMINANCES - 1));
    for (let channel = 0; channel < 4; channel++) colors[4 * light + channel] = level;
  }
  map(colors);
  const shades = new Float32Array(3 * (LUMINANCES + 1));
  for (let from = 0, at = 0; from < colors.length; from += 4, at += 3) {
    for (let channel = 0; channel < 3; channel++) shades[at + channel] = colors[from + channel] as number;
  }
  return shades;
}

/** Returns a map that interpolates each pixel's luminance in `shades`. Gray and RGB become RGB; alpha is kept. */
export function shadeWords(shades: Float32Array, channels: Channels): WordMap {
  const levels = linearLevels();
  const last = channels - 1;
  const step = hasAlpha(channels) ? 4 : 3;
  const [green, blue] = colorChannels(channels) === 1 ? [0, 0] : [1, 2];
  return (from, to, start, end) => {
    for (let pixel = start, at = start * channels, put = start * step; pixel < end; pixel++) {
      const light =
        WEIGHTS[0] * (levels[from[at] as number] as number) +
        WEIGHTS[1] * (levels[from[at + green] as number] as number) +
        WEIGHTS[2] * (levels[from[at + blue] as number] as number);
      const below = light | 0;
      const part = light - below;
      for (let channel = 0, place = 3 * below; channel < 3; channel++, place++) {
        const shade = shades[place] as number;
        const value = shade + part * ((shades[place + 3] as number) - shade);
        to[put + channel] = Math.min(Math.max((value + 0.5) | 0, 0), WHITE);
      }
      if (step === 4) to[put + 3] = from[at + last] as number;
      at += channels;
      put += step;
    }
  };
}
