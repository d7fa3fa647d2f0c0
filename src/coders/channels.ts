import { allocateSamples, type Channels, type PixelType, type Samples } from '../core/pixel.ts';

/**
 * Keeps some channels of RGBA (or RGB) samples: decoders that know no gray repeat it, and some add an
 * alpha that the file does not have. Gray is taken from red.
 */
export function keepChannels(source: Samples, stored: 3 | 4, type: PixelType, channels: Channels): Samples {
  if (channels === stored) return source;
  const pixels = source.length / stored;
  const goal = allocateSamples(type, pixels * channels);
  const alpha = channels === 2 || channels === 4 ? channels - 1 : -1;
  const colors = alpha < 0 ? channels : alpha;
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel++, from += stored, to += channels) {
    for (let channel = 0; channel < colors; channel++) goal[to + channel] = source[from + channel] ?? 0;
    if (alpha > 0) goal[to + alpha] = source[from + stored - 1] ?? 0;
  }
  return goal;
}
