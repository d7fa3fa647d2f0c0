/**
 * Converts samples to the space in which filters mix them, premultiplied and optionally in linear light, and back.
 */
import { hasAlpha, type Image, type Shape } from '../../core/image.ts';
import { LEVEL_LIMIT, roundLevel, WHITE } from '../../core/pixel.ts';
import { fastToEncoded, fastToLinear, toEncoded, toLinear } from '../../math/srgb.ts';
import { multiplyByAlpha } from '../pixels/premultiplied.ts';

/** The space in which colours are mixed: sRGB samples, or linear light. */
export type Light = 'srgb' | 'linear';

export interface Curves {
  readonly decode: (value: number) => number;
  readonly encode: (value: number) => number;
}

export const EXACT: Curves = { decode: toLinear, encode: toEncoded };
export const FAST: Curves = { decode: fastToLinear, encode: fastToEncoded };

/**
 * The smallest alpha for which a mixed pixel has a colour: half a level, below which integers round alpha to 0. Less
 * opaque pixels become black.
 */
export function faintAlpha({ type }: Shape): number {
  return type === 'f32' ? FAINT_FLOAT : 0.5;
}

/** The same for f32: half a level of u16. */
export const FAINT_FLOAT = 0.5 / WHITE.u16;

/** What is not a finite number counts as 0. */
export function finite(value: number): number {
  return value - value === 0 ? value : 0;
}

/**
 * Fills a line with samples from sample `first` on, ready to be mixed: colours decoded where light is linear,
 * and times alpha where there is one; alpha itself at 0 at least.
 */
export function mixable(
  { data, channels, type }: Image,
  first: number,
  light: Light,
  { decode }: Curves,
  to: Float64Array,
): Float64Array {
  to.set(data.subarray(first, first + to.length));
  if (type === 'f32') for (let at = 0; at < to.length; at++) to[at] = finite(to[at] as number);
  const white = WHITE[type];
  const colors = hasAlpha(channels) ? channels - 1 : channels;
  if (light === 'linear') {
    for (let at = 0; at < to.length; at += channels) {
      for (let channel = at; channel < at + colors; channel++)
        to[channel] = decode((to[channel] as number) / white);
    }
  }
  if (colors < channels) multiplyByAlpha(to, channels, white);
  return to;
}

/** Stores a line of mixed samples into a picture, from sample `first` on: the inverse of `mixable`, rounded. */
export function storeMixed(
  line: Float64Array,
  output: Image,
  first: number,
  light: Light,
  { encode }: Curves,
): void {
  const { data, channels, type } = output;
  const limit = LEVEL_LIMIT[type];
  const white = WHITE[type];
  const colors = hasAlpha(channels) ? channels - 1 : channels;
  if (colors < channels) straighten(line, channels, white, faintAlpha(output));
  if (light === 'linear') {
    for (let at = 0; at < line.length; at += channels) {
      for (let channel = at; channel < at + colors; channel++) {
        line[channel] = white * encode(line[channel] as number);
      }
    }
  }
  for (let at = 0; at < line.length; at++) data[first + at] = roundLevel(line[at] as number, limit);
}

/** Divides the colours of mixed samples by their alpha. */
function straighten(line: Float64Array, channels: number, white: number, faint: number): void {
  const last = channels - 1;
  for (let at = 0; at < line.length; at += channels) {
    const alpha = line[at + last] as number;
    const share = alpha < faint ? 0 : white / alpha;
    for (let channel = at; channel < at + last; channel++) line[channel] = (line[channel] as number) * share;
  }
}
