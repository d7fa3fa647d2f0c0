/** `factor * sample + offset` on 16-bit samples, in integers. */
import { hasAlpha } from '../../core/image.ts';
import type { Channels } from '../../core/pixel.ts';
import type { WordMap } from './sample-maps.ts';

/**
 * Rounds as storing does; alpha stays. Faster than a look-up, and needs no table. Results must be below 2^31 in
 * magnitude.
 */
export function linearWords(factor: number, offset: number, channels: Channels): WordMap {
  const half = offset + 0.5;
  const map: WordMap = (from, to, start, end) => {
    for (let at = start; at < end; at++) {
      to[at] = Math.min(Math.max((factor * (from[at] as number) + half) | 0, 0), 65535);
    }
  };
  const last = channels - 1;
  return (from, to, start, end) => {
    map(from, to, start * channels, end * channels);
    if (!hasAlpha(channels)) return;
    for (let at = start * channels + last; at < end * channels; at += channels) to[at] = from[at] as number;
  };
}
