/** Photo-like pictures for measurements. The time for a flat picture would not predict the time for a photo. */
import { createImage, type Image, type Shape } from '../../core/image.ts';
import { WHITE } from '../../core/pixel.ts';

/**
 * Grain and detail, as fractions of white. With these a JPEG of quality 80 takes about 0.13 bytes per pixel, as a
 * photo does.
 */
const GRAIN = 0.06;
const DETAIL = 0.12;

/** Soft shapes, edges and grain, as photos have them. The same samples at every call, opaque throughout. */
export function makePhoto(shape: Shape): Image {
  const image = createImage(shape);
  const { width, height, channels, type, data } = image;
  const white = WHITE[type];
  const alpha = channels % 2 === 0 ? channels - 1 : -1;
  let state = 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const soft = 0.5 + 0.3 * Math.sin(x / 97) * Math.cos(y / 131);
      const edge = Math.sin(x / 23 + Math.sin(y / 41) * 3) > 0.6 ? DETAIL : 0;
      for (let channel = 0; channel < channels; channel++, at++) {
        // A linear congruential generator (Knuth, "The Art of Computer Programming" 2, 3.3.4).
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const grain = GRAIN * (state / 2 ** 32 - 0.5);
        const value = channel === alpha ? 1 : soft + edge + grain + 0.05 * Math.sin(x / 60 + channel);
        data[at] = type === 'f32' ? value : Math.round(value * white);
      }
    }
  }
  return image;
}

/** A table of colours as `.cube` files hold it: rows of blue by green, 17 levels each, brightened a little. */
function makeCube(): Image {
  const size = 17;
  const image = createImage({ width: size, height: size ** 2, channels: 3, type: 'f32' });
  const level = (index: number) => ((index % size) / (size - 1)) ** 0.9;
  for (let at = 0; at < size ** 3; at++) {
    image.data.set([level(at), level(Math.floor(at / size)), level(Math.floor(at / size ** 2))], 3 * at);
  }
  return image;
}

/** Pictures that may lie beside another one, the most usual first: each op takes the first that fits. */
export function furtherPictures(beside: Shape): Image[] {
  const { width, height, type } = beside;
  return [
    makePhoto(beside),
    makePhoto({ width, height, channels: 1, type: type === 'f32' ? 'u8' : type }),
    makePhoto({ width: Math.min(width, 256), height: Math.min(height, 256), channels: 4, type: 'u8' }),
    makeCube(),
  ];
}
