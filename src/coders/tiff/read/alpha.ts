/** Scales the alpha of integers that became floats to the range of floats, from 0 to 1. */
import type { Samples } from '../../../core/pixel.ts';
import type { TiffPicture } from '../../../formats/tiff/picture.ts';
import { type InPieces, inPieces } from '../../pauses.ts';

/** Scales alpha in place, in samples whose last channel is alpha. */
export function* scaleAlpha({ channels, type, format, bits }: TiffPicture, samples: Samples): InPieces<void> {
  if (type !== 'f32' || format === 'float') return;
  const white = format === 'signed' ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  yield* inPieces(samples.length / channels, channels, (start, end) => {
    for (let at = (start + 1) * channels - 1; at < end * channels; at += channels) {
      samples[at] = (samples[at] as number) / white;
    }
  });
}
