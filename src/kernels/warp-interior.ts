import { hasAlpha, type Image } from '../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../core/pixel.ts';
import { type Interpolator, TAPS, weigh } from '../math/interpolators.ts';
import { CANCELLED } from '../math/kernels.ts';
import { nohaloIn } from './sampler.ts';

/** Makes the pixel at `at` of the result, if it knows how. */
export type Interior = (
  column: number,
  row: number,
  fractionX: number,
  fractionY: number,
  at: number,
) => boolean;

/**
 * The short way for pixels that read nothing but the picture: most of most pictures. Pixels that weigh 0
 * would spread NaN here, so whole positions of floats go the long way.
 */
export function interiorFor(input: Image, interpolator: Interpolator, output: Image): Interior {
  const { width, height, channels, type } = input;
  const { first, count } = TAPS[interpolator];
  const make = makerFor(input, interpolator, output);
  if (!make) return () => false;
  const [right, bottom] = [width - first - count, height - first - count];
  const careful = type === 'f32' && interpolator !== 'nearest';
  return (column, row, fractionX, fractionY, at) => {
    if (column < -first || row < -first || column > right || row > bottom) return false;
    if (careful && (fractionX === 0 || fractionY === 0)) return false;
    make(((row + first) * width + column + first) * channels, fractionX, fractionY, at);
    return true;
  };
}

/** Mixes pixels from sample `from` of the picture on into sample `to` of the result. */
type Make = (from: number, fractionX: number, fractionY: number, to: number) => void;

/** Undefined where the result has colours that the picture does not have, or no such way pays. */
function makerFor(input: Image, interpolator: Interpolator, output: Image): Make | undefined {
  const more = output.channels - input.channels;
  if (more > 1 || (more === 1 && input.channels === 2)) return undefined;
  if (interpolator === 'nearest') return opaque(nearest(input, output), input, output);
  if (hasAlpha(input.channels))
    return interpolator === 'nohalo' ? undefined : byAlpha(input, interpolator, output);
  const makers = { bilinear, bicubic, nohalo };
  return opaque(makers[interpolator](input, output), input, output);
}

/** Adds an alpha that the picture does not have. */
function opaque(make: Make, { channels, type }: Image, output: Image): Make {
  if (output.channels === channels) return make;
  return (from, fractionX, fractionY, to) => {
    make(from, fractionX, fractionY, to);
    output.data[to + channels] = WHITE[type];
  };
}

function nearest({ data, channels }: Image, { data: result }: Image): Make {
  return (from, _, __, to) => {
    for (let channel = 0; channel < channels; channel++)
      result[to + channel] = data[from + channel] as number;
  };
}

function bilinear({ data, width, channels, type }: Image, { data: result }: Image): Make {
  const limit = LEVEL_LIMIT[type];
  const line = width * channels;
  return (from, fractionX, fractionY, to) => {
    const [d, c] = [fractionX * fractionY, (1 - fractionX) * fractionY];
    const [b, a] = [fractionX * (1 - fractionY), (1 - fractionX) * (1 - fractionY)];
    for (let channel = 0; channel < channels; channel++) {
      const at = from + channel;
      const above = a * (data[at] as number) + b * (data[at + channels] as number);
      const below = c * (data[at + line] as number) + d * (data[at + line + channels] as number);
      result[to + channel] = roundLevel(above + below, limit);
    }
  };
}

function bicubic({ data, width, channels, type }: Image, { data: result }: Image): Make {
  const limit = LEVEL_LIMIT[type];
  const line = width * channels;
  const [across, down] = [new Float64Array(4), new Float64Array(4)];
  return (from, fractionX, fractionY, to) => {
    weigh('bicubic', fractionX, across);
    weigh('bicubic', fractionY, down);
    const a = across[0] as number;
    const b = across[1] as number;
    const c = across[2] as number;
    const d = across[3] as number;
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      let at = from + channel;
      for (let row = 0; row < 4; row++) {
        const left = a * (data[at] as number) + b * (data[at + channels] as number);
        const right = c * (data[at + 2 * channels] as number) + d * (data[at + 3 * channels] as number);
        sum += (down[row] as number) * (left + right);
        at += line;
      }
      result[to + channel] = roundLevel(sum, limit);
    }
  };
}

function nohalo({ data, width, channels, type }: Image, { data: result }: Image): Make {
  const limit = LEVEL_LIMIT[type];
  const line = width * channels;
  return (from, fractionX, fractionY, to) => {
    const middle = from + line + channels;
    for (let channel = 0; channel < channels; channel++) {
      const value = nohaloIn(data, line, channels, middle + channel, fractionX, fractionY);
      result[to + channel] = roundLevel(value, limit);
    }
  };
}

/** Colours weighed by their alpha, gray or RGB. */
function byAlpha(
  { data, width, channels, type }: Image,
  interpolator: Interpolator,
  { data: result }: Image,
): Make {
  const limit = LEVEL_LIMIT[type];
  const line = width * channels;
  const { count } = TAPS[interpolator];
  const [across, down] = [new Float64Array(count), new Float64Array(count)];
  const last = channels - 1;
  return (from, fractionX, fractionY, to) => {
    weigh(interpolator, fractionX, across);
    weigh(interpolator, fractionY, down);
    let red = 0;
    let green = 0;
    let blue = 0;
    let alpha = 0;
    let absolute = 0;
    for (let row = 0; row < count; row++) {
      let at = from + row * line;
      const weight = down[row] as number;
      for (let column = 0; column < count; column++) {
        const part = weight * (across[column] as number) * (data[at + last] as number);
        if (part !== 0) {
          red += part * (data[at] as number);
          if (last === 3) {
            green += part * (data[at + 1] as number);
            blue += part * (data[at + 2] as number);
          }
          alpha += part;
          absolute += part < 0 ? -part : part;
        }
        at += channels;
      }
    }
    const scale = alpha > 0 ? 1 / Math.max(alpha, absolute / CANCELLED) : 0;
    result[to] = roundLevel(alpha > 0 ? red * scale : 0, limit);
    if (last === 3) {
      result[to + 1] = roundLevel(alpha > 0 ? green * scale : 0, limit);
      result[to + 2] = roundLevel(alpha > 0 ? blue * scale : 0, limit);
    }
    result[to + last] = roundLevel(alpha, limit);
  };
}
