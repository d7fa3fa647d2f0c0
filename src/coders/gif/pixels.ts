/** Pixels as GIF can show them: opaque or not there at all. */
import type { Image } from '../../core/image.ts';
import { type InPieces, inPieces } from '../pauses.ts';

/** Least alpha of a pixel that stays, as opaque. libvips has the same limit. */
const OPAQUE = 128;

/** Red, green, blue and alpha of an 8-bit picture. Alpha is 0 or 255, and pixels without alpha are 0 in all channels. */
export function* maskedPixels({ width, height, channels, data }: Image): InPieces<Uint8Array> {
  const pixels = new Uint8Array(4 * width * height);
  const gray = channels < 3;
  const alpha = channels === 2 || channels === 4;
  const [green, blue] = gray ? [0, 0] : [1, 2];
  yield* inPieces(width * height, channels, (start, end) => {
    for (let at = start * channels, to = 4 * start; to < 4 * end; at += channels, to += 4) {
      if (alpha && (data[at + channels - 1] as number) < OPAQUE) continue;
      pixels[to] = data[at] as number;
      pixels[to + 1] = data[at + green] as number;
      pixels[to + 2] = data[at + blue] as number;
      pixels[to + 3] = 255;
    }
  });
  return pixels;
}
