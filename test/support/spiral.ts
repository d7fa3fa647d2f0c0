import { createImage, type Image } from '../../src/core/image.ts';

/**
 * Gray waves that wind around the middle, so that their flanks are lines much longer than the picture is wide;
 * with `seed`, steeper near the corners.
 */
export function spiral(side: number, { seed }: { seed: boolean }): Image {
  const image = createImage({ width: side, height: side, channels: 1, type: 'u8' });
  for (let at = 0; at < image.data.length; at++) {
    const [x, y] = [(at % side) - side / 2, Math.floor(at / side) - side / 2];
    const distance = Math.hypot(x, y);
    const wave = Math.sin(2 * Math.PI * (distance / 14) - Math.atan2(y, x));
    const size = seed && distance > 0.6 * side ? 60 : 30;
    image.data[at] = Math.round(100 + size * wave);
  }
  return image;
}
