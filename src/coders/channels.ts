/** Drops the channels that a decoder added to those in the file. */
import type { Image } from '../core/image.ts';
import { allocateSamples, type Channels, type Samples } from '../core/pixel.ts';
import type { Run } from '../core/run.ts';
import { inPieces, withPauses } from './pauses.ts';

/**
 * Keeps some channels of an RGB or RGBA picture, because some decoders repeat gray three times or add alpha. Takes
 * gray from red.
 */
export async function keepChannels(image: Image, channels: Channels, run?: Run): Promise<Image> {
  const { data: source, type, channels: stored } = image;
  if (channels === stored) return image;
  const pixels = source.length / stored;
  const goal = allocateSamples(type, pixels * channels);
  const keep = (start: number, end: number) =>
    keepSome(
      source.subarray(start * stored, end * stored),
      stored,
      goal.subarray(start * channels),
      channels,
    );
  await withPauses(inPieces(pixels, stored, keep), run);
  return { ...image, channels, data: goal };
}

function keepSome(source: Samples, stored: Channels, goal: Samples, channels: Channels): void {
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  const colors = alpha < 0 ? channels : alpha;
  for (let from = 0, to = 0; from < source.length; from += stored, to += channels) {
    for (let channel = 0; channel < colors; channel++) goal[to + channel] = source[from + channel] ?? 0;
    if (alpha > 0) goal[to + alpha] = source[from + stored - 1] ?? 0;
  }
}
