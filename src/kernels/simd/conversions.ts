/** Converts rows of samples to the arithmetic of SIMD filters, and back. */
import type { PixelType } from '../../core/pixel.ts';
import { type Arithmetic, FINE, FLOATS } from './arithmetic.ts';
import type { Simd } from './simd.ts';

/** An arithmetic, and how a row of a pixel type is converted to it and back. */
export interface Conversion {
  readonly arithmetic: Arithmetic;
  load(simd: Simd, from: number, samples: number, to: number): void;
  /** Rounds, and limits to the pixel type. */
  store(simd: Simd, from: number, samples: number, to: number): void;
}

type Conversions = Readonly<Record<PixelType, Conversion>>;

const copy: Conversion['load'] = ({ bytes }, from, samples, to) =>
  bytes.copyWithin(to, from, from + 4 * samples);

/** All pixel types in 32-bit floats. */
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
 * Fractional bits of a byte in 16-bit fixed point. One bit is the sign. One more leaves room for filters with
 * negative weights, which overshoot a sample's range by less than its width.
 */
export const BITS = 6;

/** Bytes in 16-bit fixed point, which takes half the time; other types in floats. */
export const QUICKEST: Conversions = {
  ...IN_FLOATS,
  u8: {
    arithmetic: FINE,
    load: ({ code }, from, samples, to) => code.widen(from, samples, BITS, to),
    store: ({ code }, from, samples, to) => code.narrow(from, samples, BITS, to),
  },
};
