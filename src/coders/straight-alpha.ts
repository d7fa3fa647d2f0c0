/** Turns colours that a file stores multiplied by their alpha into straight ones. */
import { hasAlpha, type Image, pixelCount } from '../core/image.ts';
import { quantize, WHITE } from '../core/pixel.ts';
import type { Run } from '../core/run.ts';
import { inPieces, withPauses } from './pauses.ts';

/**
 * Divides colours by their alpha, in place, and rounds to the nearest level. Colours above their alpha become white,
 * and those of transparent pixels black. Leaves pictures without alpha as they are.
 */
export async function divideByAlpha(image: Image, run?: Run): Promise<void> {
  const { channels, type, data } = image;
  if (!hasAlpha(channels)) return;
  const white = WHITE[type];
  const divide = (start: number, end: number) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      const alpha = data[at + channels - 1] as number;
      if (alpha === white) continue;
      for (let color = at; color < at + channels - 1; color++) {
        data[color] = alpha > 0 ? quantize(type, ((data[color] as number) * white) / alpha) : 0;
      }
    }
  };
  await withPauses(inPieces(pixelCount(image), channels, divide), run);
}
