import type { PixelType } from '../../core/pixel.ts';
import { type Arithmetic, FINE, FLOATS } from './arithmetic.ts';
import type { Simd } from './simd.ts';

/** How a row of a pixel type becomes one that can be summed, and samples again, from place to place. */
export interface Conversion {
  readonly arithmetic: Arithmetic;
  load(simd: Simd, from: number, samples: number, to: number): void;
  /** Rounds to the pixel type and keeps to its range. */
  store(simd: Simd, from: number, samples: number, to: number): void;
}

type Conversions = Readonly<Record<PixelType, Conversion>>;

const copy: Conversion['load'] = ({ bytes }, from, samples, to) =>
  bytes.copyWithin(to, from, from + 4 * samples);

/** Samples in floats. */
export const IN_FLOATS: Conversions = {
  u8: {
    arithmetic: FLOATS,
    load: ({ code }, from, samples, to) => code.bytesToFloats(from, samples, to),
    store: ({ code }, from, samples, to) => code.floatsToBytes(from, samples, to),
  },
  u16: {
    arithmetic: FLOATS,
    load: ({ code }, from, samples, to) => code.halvesToFloats(from, samples, to),
    store: ({ code }, from, samples, to) => code.floatsToHalves(from, samples, to),
  },
  f32: { arithmetic: FLOATS, load: copy, store: copy },
};

/**
 * Bits behind the point of a byte in 16. One is the sign, and one more leaves room for kernels with negative
 * weights, which go beyond a sample's range by less than its width.
 */
export const BITS = 6;

/** Bytes in numbers of 16 bits, which takes half of the time, and the others in floats. */
export const QUICKEST: Conversions = {
  ...IN_FLOATS,
  u8: {
    arithmetic: FINE,
    load: ({ code }, from, samples, to) => code.widen(from, samples, BITS, to),
    store: ({ code }, from, samples, to) => code.narrow(from, samples, BITS, to),
  },
};
