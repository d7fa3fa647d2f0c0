/** Turns samples to the 8 bits that a canvas takes. */
import { type Range, type Samples, WHITE } from './samples.ts';

/** The picture in 8 bits, with the range spread from black to white. Pixels with NaN are transparent. */
export function toImageData({ width, height, channels, type, data }: Samples, range: Range): ImageData {
  const image = new ImageData(width, height);
  const factor = 255 / (range.high - range.low);
  const colors = channels < 3 ? 1 : 3;
  const opaque = 255 / WHITE[type];
  for (let from = 0, to = 0; to < image.data.length; from += channels, to += 4) {
    for (let channel = 0; channel < 3; channel++) {
      const value = data[from + (colors === 1 ? 0 : channel)] as number;
      image.data[to + channel] = (value - range.low) * factor;
    }
    const isHole = type === 'f32' && (Number.isNaN(data[from]) || Number.isNaN(data[from + colors - 1]));
    image.data[to + 3] = isHole ? 0 : channels === colors ? 255 : (data[from + colors] as number) * opaque;
  }
  return image;
}
