import { createImage, type Image } from '../../src/core/image.ts';

/**
 * Gray waves that wind around the middle, so that their flanks are lines much longer than the picture is wide;
 * with `seed`, there is one steep place, where they begin.
 */
export function spiral(side: number, { seed }: { seed: boolean }): Image {
  const image = createImage({ width: side, height: side, channels: 1, type: 'u8' });
  for (let at = 0; at < image.data.length; at++) {
    const [x, y] = [(at % side) - side / 2, Math.floor(at / side) - side / 2];
    const distance = Math.hypot(x, y);
    const wave = Math.sin(2 * Math.PI * (distance / 14) - Math.atan2(y, x));
    const size = seed ? 30 : Math.min(30, 1.5 * distance);
    image.data[at] = Math.round(100 + size * wave);
  }
  return image;
}
