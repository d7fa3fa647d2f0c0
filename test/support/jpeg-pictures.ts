import { random } from './pictures.ts';

/** Pictures that are hard in different ways: any coefficient, none, the largest ones, and few. */
export const PATTERNS = ['noise', 'flat', 'checker', 'gradient'] as const;

export type Pattern = (typeof PATTERNS)[number];

/** Interleaved 8-bit samples. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A picture that is the same whenever it is made. */
export function pattern(kind: Pattern, width: number, height: number, channels: 1 | 3): Samples {
  const data = new Uint8Array(width * height * channels);
  const next = random(width * 1000 + height);
  const value = {
    noise: () => Math.floor(256 * next()),
    flat: (_x: number, _y: number, channel: number) => 200 - 70 * channel,
    checker: (x: number, y: number) => 255 * ((x + y) & 1),
    gradient: (x: number, y: number, channel: number) => (5 * x + 3 * y + 40 * channel) & 0xff,
  }[kind];
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    data[at] = value(pixel % width, Math.floor(pixel / width), at % channels);
  }
  return { width, height, channels, data };
}
