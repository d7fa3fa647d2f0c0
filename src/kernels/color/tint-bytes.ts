/** `tint` on 8-bit samples: a table of colours by luminance. */
import { colorChannels, hasAlpha } from '../../core/image.ts';
import { type Channels, roundLevel } from '../../core/pixel.ts';
import { luminance } from '../../math/lab.ts';
import { fastToEncoded, toLinear } from '../../math/srgb.ts';
import type { ColorMap } from '../pixels/colors.ts';
import type { ByteMap } from '../pixels/sample-maps.ts';

/** Luminances in the table: near black, where colours change fastest, steps of a fraction of a level. */
const LUMINANCES = 65_536;

/** Returns a map that looks up each pixel's luminance in `shades`. Gray and RGB become RGB; alpha is kept. */
export function shadeBytes(shades: Int32Array, channels: Channels): ByteMap {
  const most = LUMINANCES - 1;
  const part = (red: number, green: number, blue: number) =>
    Float64Array.from({ length: 256 }, (_, level) => {
      const light = most * toLinear(level / 255);
      return luminance(red * light, green * light, blue * light);
    });
  const stride = channels;
  const last = channels - 1;
  const step = hasAlpha(channels) ? 4 : 3;
  const gray = colorChannels(channels) === 1;
  const [reds, greens, blues] = gray
    ? [part(1, 1, 1), part(0, 0, 0), part(0, 0, 0)]
    : [part(1, 0, 0), part(0, 1, 0), part(0, 0, 1)];
  const [green, blue] = gray ? [0, 0] : [1, 2];
  return (from, to, start, end) => {
    for (let pixel = start; pixel < end; pixel++) {
      const at = pixel * stride;
      const light =
        (reds[from[at] as number] as number) +
        (greens[from[at + green] as number] as number) +
        (blues[from[at + blue] as number] as number);
      const shade = shades[(light + 0.5) | 0] as number;
      const put = pixel * step;
      to[put] = shade;
      to[put + 1] = shade >> 8;
      to[put + 2] = shade >> 16;
      if (step === 4) to[put + 3] = from[at + last] as number;
    }
  };
}

/** The table for a map of colours that depends on luminance alone: red, green and blue of each in one word. */
export function byteShades(map: ColorMap): Int32Array {
  const colors = new Float64Array(4 * LUMINANCES);
  for (let light = 0; light < LUMINANCES; light++) {
    colors.fill(255 * fastToEncoded(light / (LUMINANCES - 1)), 4 * light, 4 * light + 3);
  }
  map(colors);
  return Int32Array.from({ length: LUMINANCES }, (_, light) => {
    const level = (channel: number) => roundLevel(colors[4 * light + channel] as number, 255);
    return level(0) | (level(1) << 8) | (level(2) << 16);
  });
}
