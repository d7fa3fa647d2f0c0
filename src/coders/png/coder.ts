/** PNG: written by Noir's own encoder, and animations read by way of a decoder of stills. */

import { NoirError } from '../../core/errors.ts';
import type { Image } from '../../core/image.ts';
import { asksForPalette } from '../../formats/png/png.ts';
import type { Coder } from '../coder.ts';
import { encodeAnimatedPng } from './animation.ts';
import type { PngOptions } from './bands.ts';
import { encodePng } from './encoder.ts';
import { decodeFrames } from './frames.ts';
import { encodeRounded } from './round.ts';

interface Others {
  /** Whether somebody else writes interlaced PNGs, which are otherwise written without interlacing. */
  readonly interlace: boolean;
  /** Decodes PNGs of one picture. The frames are read as such PNGs. */
  readonly still: Coder | undefined;
  /** Reduces colours; none does so without sharp. */
  readonly reducer?: Pick<Coder, 'reduceColors'> | undefined;
}

/**
 * Writes all PNGs except interlaced ones (`progressive`) and those whose number of colours is reduced. Writes
 * animations in full colour and never interlaced. Uses `compressionLevel` and `adaptiveFiltering`. Reads the frames
 * of animations.
 */
export function pngCoder({ interlace, still, reducer }: Others): Coder {
  return {
    name: 'png',
    reads: still ? ['png'] : [],
    writes: ['png'],
    decodes: (_, range) => range !== undefined,
    encodes: ({ options }, _, frames) =>
      frames > 1 || !(asksForPalette(options) || (options.progressive && interlace)),
    async decode(bytes, header, { range, ...context }) {
      if (!still || !range) throw new NoirError('internal-error', 'frames of no animation were asked for');
      const frames = await decodeFrames(still, { bytes, header }, range, context);
      return { frames: frames as [Image, ...Image[]] };
    },
    async encode(picture, { options, roundsAbove }, run, note) {
      const { frames } = picture;
      if (frames.length > 1) return encodeAnimatedPng(picture, options as PngOptions, run);
      const exact = await encodePng(frames[0], options as PngOptions, { run });
      if (roundsAbove === undefined || exact.length <= roundsAbove || !reducer?.reduceColors) return exact;
      const rounded = await encodeRounded(frames[0], options as PngOptions, { reducer, run });
      if (!rounded || rounded.length >= exact.length) return exact;
      note?.(
        'colours were rounded to a palette so that the file does not grow; name the format to keep every level',
      );
      return rounded;
    },
  };
}
