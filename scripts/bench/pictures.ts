import { createImage, type Image, type Shape } from '../../src/core/image.ts';
import { WHITE } from '../../src/core/pixel.ts';

const made = new Map<string, Image>();

/** Soft shapes with some grain, as photos have them; the same at every call. */
export function makePicture(shape: Shape): Image {
  const { width, height, channels, type } = shape;
  const key = `${width}x${height}x${channels} ${type}`;
  const known = made.get(key);
  if (known) return known;
  // One at a time: a 4K picture of floats takes 100 MB.
  made.clear();
  const image = createImage(shape);
  let state = 1;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++, at++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        const wave = Math.sin(x / 97 + channel) * Math.cos(y / 131 - channel) * 0.4 + 0.5;
        const value = Math.min(1, Math.max(0, wave + (state / 2 ** 32 - 0.5) * 0.1));
        image.data[at] = type === 'f32' ? value : Math.round(value * WHITE[type]);
      }
    }
  }
  made.set(key, image);
  return image;
}

/** A file that an example names, beside a picture of the shape. */
export function makeFile(name: string, { width, height, channels, type }: Shape): Image {
  if (name === 'look.cube') return makeCube(17);
  if (name === 'mask.png') return ramp({ width, height, channels: 1, type: 'u8' });
  if (name === 'other.png') return ramp({ width, height, channels, type });
  return ramp({ width: 256, height: 256, channels: 4, type: 'u8' });
}

function ramp(shape: Shape): Image {
  const image = createImage(shape);
  const white = WHITE[shape.type];
  for (let at = 0; at < image.data.length; at++) image.data[at] = ((at % 251) / 250) * white;
  return image;
}

function makeCube(size: number): Image {
  const image = createImage({ width: size, height: size * size, channels: 3, type: 'f32' });
  const level = (index: number) => ((index % size) / (size - 1)) ** 1.1;
  for (let at = 0; at < size ** 3; at++) {
    image.data.set([level(at), level(Math.floor(at / size)), level(Math.floor(at / size ** 2))], 3 * at);
  }
  return image;
}
