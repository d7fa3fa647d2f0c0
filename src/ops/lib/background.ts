import { hasAlpha, type Shape } from '../../core/image.ts';
import { type Channels, quantize } from '../../core/pixel.ts';
import { type Color, colorLevels } from './fields.ts';

/** Channels of a picture that can hold the background too: a colour on gray, or what is not opaque. */
export function channelsFor(background: Color, { channels }: Shape): Channels {
  const [red, green, blue, alpha] = colorLevels(background, 'f32');
  const gray = channels < 3 && red === green && green === blue;
  const transparent = hasAlpha(channels) || alpha < 1;
  return ((gray ? 1 : 3) + (transparent ? 1 : 0)) as Channels;
}

/** Red, green, blue and alpha of a background, rounded as the picture's samples are. */
export function levelsOf(background: Color, { type }: Shape): number[] {
  return colorLevels(background, type).map((level) => quantize(type, level));
}
