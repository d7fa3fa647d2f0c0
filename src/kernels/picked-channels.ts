import type { Image } from '../core/image.ts';
import { quantize } from '../core/pixel.ts';
import { bitsOf } from './words.ts';

/** For each channel of a result the one of the source that it is, or a level that it has everywhere. */
export type Picks = readonly (number | { readonly level: number })[];

/** Copies channels of pixels `start` up to `end`, bit for bit. */
export function pickChannels(input: Image, output: Image, picks: Picks, start: number, end: number): void {
  const [from, to] = [bitsOf(input.data), bitsOf(output.data)];
  const [stride, step] = [input.channels, output.channels];
  if (stride === step && picks.every((pick, channel) => pick === channel)) {
    to.set(from.subarray(start * stride, end * stride), start * step);
    return;
  }
  for (const [channel, pick] of picks.entries()) {
    if (typeof pick === 'number') {
      for (let pixel = start; pixel < end; pixel++) {
        to[pixel * step + channel] = from[pixel * stride + pick] as number;
      }
    } else {
      const level = quantize(output.type, pick.level);
      for (let pixel = start; pixel < end; pixel++) output.data[pixel * step + channel] = level;
    }
  }
}
