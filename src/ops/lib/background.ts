/** Background colours in the levels and channels of a picture. */
import { hasAlpha, type Shape } from '../../core/image.ts';
import { type Channels, quantize } from '../../core/pixel.ts';
import { type Color, colorLevels } from './fields.ts';

/**
 * Channels that hold both the picture and the background: a colour turns gray into RGB, and one that is not opaque
 * adds alpha.
 */
export function channelsFor(background: Color, { channels }: Shape): Channels {
  const [red, green, blue, alpha] = colorLevels(background, 'f32');
  const gray = channels < 3 && red === green && green === blue;
  const transparent = hasAlpha(channels) || alpha < 1;
  return ((gray ? 1 : 3) + (transparent ? 1 : 0)) as Channels;
}

/** Red, green, blue and alpha of a background, rounded to the pixel type. */
export function levelsOf(background: Color, { type }: Shape): number[] {
  return colorLevels(background, type).map((level) => quantize(type, level));
}
