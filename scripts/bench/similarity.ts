// How much two pictures look alike: the structural similarity of their luma.
import sharp from 'sharp';

interface Picture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** The luma of a file, 0.299 R + 0.587 G + 0.114 B, in 8 bits. */
export async function lumaOf(file: Buffer): Promise<Picture> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const pixels = info.width * info.height;
  const luma = Buffer.alloc(pixels);
  for (let at = 0; at < pixels; at++) {
    const [red, green, blue] = data.subarray(
      at * info.channels,
      at * info.channels + 3,
    ) as unknown as number[];
    luma[at] = Math.round(0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0));
  }
  return { data: luma, width: info.width, height: info.height };
}

/** Sides of the windows in pixels, and the step from one to the next. */
const WINDOW = 8;
const STEP = 4;

/** Mean SSIM of luma (Wang et al. 2004), over windows of 8 x 8 pixels with equal weights. */
export function similarity(one: Picture, other: Picture): number {
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2];
  let [sum, windows] = [0, 0];
  for (let top = 0; top + WINDOW <= one.height; top += STEP) {
    for (let left = 0; left + WINDOW <= one.width; left += STEP) {
      let [a, b, aa, bb, ab] = [0, 0, 0, 0, 0];
      for (let y = top; y < top + WINDOW; y++) {
        for (let x = left; x < left + WINDOW; x++) {
          const [p, q] = [one.data[y * one.width + x] as number, other.data[y * one.width + x] as number];
          [a, b, aa, bb, ab] = [a + p, b + q, aa + p * p, bb + q * q, ab + p * q];
        }
      }
      const count = WINDOW ** 2;
      const [meanA, meanB] = [a / count, b / count];
      const [varA, varB] = [aa / count - meanA ** 2, bb / count - meanB ** 2];
      const both = ab / count - meanA * meanB;
      sum +=
        ((2 * meanA * meanB + c1) * (2 * both + c2)) / ((meanA ** 2 + meanB ** 2 + c1) * (varA + varB + c2));
      windows++;
    }
  }
  return sum / windows;
}
