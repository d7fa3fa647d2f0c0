/** Converts premultiplied colours to straight alpha. */
import { hasAlpha, type Image, pixelCount } from '../core/image.ts';
import { quantize, WHITE } from '../core/pixel.ts';
import type { Run } from '../core/run.ts';
import { inPieces, withPauses } from './pauses.ts';

/**
 * Divides colours by alpha in place, rounding to the nearest level. Colours above their alpha become white, and
 * colours of transparent pixels black. Does nothing without alpha.
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
