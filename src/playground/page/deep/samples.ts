/** Samples of a picture in memory, as the page reads them from uncompressed TIFFs. */

export type SampleType = 'u8' | 'u16' | 'f32';

export interface Samples {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  readonly channels: number;
  readonly type: SampleType;
  /** Interleaved by pixel, rows from the top. */
  readonly data: Uint8Array | Uint16Array | Float32Array;
}

/** Levels that are shown as black and as white. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The level of white. */
export const WHITE = { u8: 255, u16: 65535, f32: 1 } as const;

/** Everything from black to white. */
export function fullRange(type: SampleType): Range {
  return { low: 0, high: WHITE[type] };
}

/** Samples that are looked at for a range. */
const LOOKED_AT = 200_000;

/** The range between the half percent of the darkest and of the brightest samples. NaN and infinities do not count. */
export function ownRange({ data, channels, type }: Samples): Range {
  const colors = channels < 3 ? 1 : 3;
  const stride = Math.max(1, Math.floor(data.length / channels / LOOKED_AT)) * channels;
  const seen: number[] = [];
  for (let at = 0; at < data.length; at += stride) {
    for (let channel = 0; channel < colors; channel++) {
      const value = data[at + channel] as number;
      if (Number.isFinite(value)) seen.push(value);
    }
  }
  const sorted = Float64Array.from(seen).sort();
  const low = sorted[Math.floor(0.005 * sorted.length)];
  const high = sorted[Math.ceil(0.995 * sorted.length) - 1];
  return low === undefined || high === undefined || low >= high ? fullRange(type) : { low, high };
}
