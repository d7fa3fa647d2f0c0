/** Reads rows of a picture in linear light, and encodes them again. */
import { colorChannels, type Image } from '../../core/image.ts';
import { type Channels, type PixelType, WHITE } from '../../core/pixel.ts';
import { fastToEncoded, toLinear } from '../../math/srgb.ts';

/** Changes every sample of some pixels except alpha. */
export function eachColor(
  samples: Float64Array,
  channels: Channels,
  change: (sample: number) => number,
): void {
  const colors = colorChannels(channels);
  for (let first = 0; first < samples.length; first += channels) {
    for (let at = first; at < first + colors; at++) samples[at] = change(samples[at] as number);
  }
}

/** Reads samples of a picture from an index on. */
export type RowReader = (first: number, to: Float64Array) => void;

/** Returns a function that reads samples as they are, or colours as linear light in fractions of white. */
export function rowReader({ data, channels, type }: Image, linear: boolean): RowReader {
  if (!linear) return (first, to) => to.set(data.subarray(first, first + to.length));
  if (type === 'f32') {
    return (first, to) => {
      to.set(data.subarray(first, first + to.length));
      eachColor(to, channels, toLinear);
    };
  }
  const light = lightOf(type);
  const alphaAt = colorChannels(channels) === channels ? Infinity : channels - 1;
  return (first, to) => {
    for (let at = 0; at < to.length; at++) to[at] = light[data[first + at] as number] as number;
    for (let at = alphaAt; at < to.length; at += channels) to[at] = data[first + at] as number;
  };
}

/** Encodes linear light as samples of the picture's type. */
export function encodeLight(line: Float64Array, { channels, type }: Image): void {
  const white = WHITE[type];
  eachColor(line, channels, (light) => white * fastToEncoded(light));
}

const lights = new Map<PixelType, Float64Array>();

/** The linear light of every level. */
function lightOf(type: 'u8' | 'u16'): Float64Array {
  const white = WHITE[type];
  const made =
    lights.get(type) ?? Float64Array.from({ length: white + 1 }, (_, level) => toLinear(level / white));
  lights.set(type, made);
  return made;
}
