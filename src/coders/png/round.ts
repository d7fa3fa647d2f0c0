/** Rounds the colours of a picture to a palette, where nobody sees the difference (docs/decisions/0021-rounded-palettes.md). */
import type { Image } from '../../core/image.ts';
import { type Run, UNBOUND } from '../../core/run.ts';
import type { Coder } from '../coder.ts';
import { type InPieces, inPieces, withPauses } from '../pauses.ts';
import type { PngOptions } from './bands.ts';
import { encodePng } from './encoder.ts';
import { Palette } from './palette.ts';

/** Least likeness in decibels (PSNR). With what libvips' own resize differs by, 45 dB at worst, 40 dB are left. */
const LIKENESS = 42;

/** Levels by which a sample may differ at most; a few along edges differ most. */
const MOST = 48;

interface Means {
  readonly reducer: Pick<Coder, 'reduceColors'>;
  readonly run?: Run | undefined;
}

/**
 * A PNG with a palette whose colours look like those of the picture: of 256 colours, or of 16 for a picture that has no more
 * than 256. Undefined when one would see the difference, and for gray and deep pictures.
 */
export async function encodeRounded(
  image: Image,
  options: PngOptions,
  { reducer, run = UNBOUND }: Means,
): Promise<Buffer | undefined> {
  if (image.type !== 'u8' || image.channels < 3) return undefined;
  const few = await withPauses(Palette.find(image), run);
  const reduced = await reducer.reduceColors?.(image, few ? 16 : 256, run);
  if (!reduced || !(await withPauses(looksAlike(image, reduced), run))) return undefined;
  return encodePng(reduced, options, { run });
}

/** Whether nobody sees the difference. Colours count as much as they show. */
function* looksAlike({ data, channels, width, height }: Image, { data: other }: Image): InPieces<boolean> {
  let sum = 0;
  let largest = 0;
  yield* inPieces(width * height, channels, (start, end) => {
    for (let at = start * channels; at < end * channels; at += channels) {
      const shows = channels === 4 ? (data[at + 3] as number) / 255 : 1;
      for (let channel = 0; channel < channels; channel++) {
        const weight = channel === 3 ? 1 : shows;
        const off = weight * Math.abs((data[at + channel] as number) - (other[at + channel] as number));
        sum += off * off;
        if (off > largest) largest = off;
      }
    }
  });
  const likeness = 10 * Math.log10(255 ** 2 / (sum / (width * height * channels)));
  return largest <= MOST && likeness >= LIKENESS;
}
