/** Corrects the range of samples as libvips gives them. */
import { colorChannels, type Image } from '../../core/image.ts';
import { roundLevel, type Samples, WHITE } from '../../core/pixel.ts';
import type { Run } from '../../core/run.ts';
import { inPieces, withPauses } from '../pauses.ts';

/**
 * libvips only shifts 10- and 12-bit samples to the top of 16 bits. This repeats the high bits below them, in
 * place, so that white becomes 65535. Exact at both ends.
 */
export async function deepenToWhite(samples: Samples, bits: number, run?: Run): Promise<void> {
  if (!(samples instanceof Uint16Array)) return;
  const deepen = (start: number, end: number) => {
    for (let index = start; index < end; index++) {
      const sample = samples[index] ?? 0;
      samples[index] = Math.min(65535, sample + (sample >>> bits));
    }
  };
  await withPauses(inPieces(samples.length, 1, deepen), run);
}

/** Black and the number of levels above it in the narrow range, of 8 bits (ITU-T H.273, section 8.3). */
const [NARROW_BLACK, NARROW_LEVELS] = [16, 219];

/** Widens gray of the narrow range to the whole one, in place. libheif does so for pictures with colours only. */
export async function widenGray({ data, channels, type }: Image, bits: number, run?: Run): Promise<void> {
  const white = WHITE[type];
  // A level of 8 bits in the samples as they are.
  const level = (2 ** (bits - 8) * white) / (2 ** bits - 1);
  const [black, scale] = [NARROW_BLACK * level, white / (NARROW_LEVELS * level)];
  const colors = colorChannels(channels);
  const widen = (start: number, end: number) => {
    for (let at = start * channels; at < end * channels; at++) {
      if (at % channels < colors) data[at] = roundLevel(((data[at] as number) - black) * scale, white);
    }
  };
  await withPauses(inPieces(data.length / channels, channels, widen), run);
}
